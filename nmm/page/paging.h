/* SPDX-License-Identifier: MIT */
/* What the NMM does to the processor: CR0, CR3, CR4 and the TLB. */
#pragma once

#include "../../core/api/types.h"
#include "identity.h"

extern u32 paging_state;        /* 1: CR0.PG is set */
/* How many of its values the method takes without a look at LDTs: 2, or 0
 * while one of them has a segment of a window (paging_method.S). */
extern u32 paging_values;

/* Before: paging is off. Returns ENTRY_GLOBAL if pages can be global. */
u32 paging_init(void);

/* CR3 names the custom VSAS: from the start, so that nothing depends on
 * whether paging was ever on. */
void paging_reset(void);

/* Off, out of whichever VSAS is in CR3. While paging is off CR3 names no
 * other: context.S tells by it. */
void paging_leave(void);

/* Entries of these pages have changed or gone. */
void paging_flush(laddr_t base, u32 size);

/* The same, by a strategy of nmm.h. */
void paging_flush_by(u32 strategy, laddr_t base, u32 pages);

/* Into the VSAS of that page directory. Before: paging is on, or it is the
 * custom one. */
void paging_enter(u32 directory);

/* A page directory goes: let the processor not be in it. */
void paging_abandon(const u32 *directory);
