/* SPDX-License-Identifier: MIT */
/* What the NMM does to the processor: CR0, CR3, CR4 and the TLB. */
#pragma once

#include "../core/api/types.h"
#include "../core/regs.h"
#include "../core/x86.h"
#include "identity.h"

extern u32 paging_state;        /* 1: CR0.PG is set */

/* Before: paging is off. Returns ENTRY_GLOBAL if pages can be global. */
u32 paging_init(void);

/* Switch, into the custom VSAS or out of whichever VSAS is in CR3. Both
 * directions empty the TLB (manual 10.9), so that entries may change freely
 * while paging is off. */
static inline void paging_enter(void)
{
    x86_write_cr3((u32)identity.directory);
    x86_write_cr0(x86_read_cr0() | CR0_PG | CR0_WP);
    paging_state = 1;
}

/* While paging is off CR3 names no VSAS: context.S tells by it. */
static inline void paging_leave(void)
{
    x86_write_cr3((u32)identity.directory);
    x86_write_cr0(x86_read_cr0() & ~CR0_PG);
    paging_state = 0;
}

/* Entries of these pages have changed or gone. */
void paging_flush(laddr_t base, u32 size);

/* The same, by a strategy of nmm.h. */
void paging_flush_by(u32 strategy, laddr_t base, u32 pages);

/* A page directory goes: let the processor not be in it. */
void paging_abandon(const u32 *directory);
