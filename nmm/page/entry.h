/* SPDX-License-Identifier: MIT */
/*
 * Page-directory and page-table entries (manual 5.2.4): one constructor, one
 * decoder, and the uses that we make of the bits that the processor ignores.
 *
 *   31                 12  11   10     9   8   7   6   5  4 3   2   1   0
 *   | frame              | - |SHARED|DIRECT| G |   | D | A |CD/WT|US| RW| P=1 |
 *   | owner of the page (module handle, 31 bits)                     | P=0 |
 *
 * DIRECT: the page maps itself, so that its address holds in both states of
 * paging. A page of a self-backed region that nothing backs keeps its owner
 * in the entry: one compare then proves to CreatePageMapping "the caller's,
 * and empty". Both hold for core and UPS; an empty entry of a VSAS is zero.
 *
 * SHARED: in a VSAS, a page of a region of another owner (share.h).
 */
#pragma once

#include "../../core/api/types.h"

#define ENTRY_PRESENT   0x001u
#define ENTRY_WRITE     0x002u  /* read/write */
#define ENTRY_USER      0x004u  /* user/supervisor */
#define ENTRY_THROUGH   0x008u  /* write-through (manual 11.3) */
#define ENTRY_UNCACHED  0x010u  /* caching disabled */
#define ENTRY_ACCESSED  0x020u
#define ENTRY_DIRTY     0x040u
#define ENTRY_GLOBAL    0x100u  /* where CR4.PGE is set */
#define ENTRY_DIRECT    0x200u  /* available to us */
#define ENTRY_SHARED    0x400u  /* likewise */
#define ENTRY_FRAME     0xfffff000u

/* What a window's directory entries have beside the table: accessed, too, so
 * that it is a constant, and WINDOW (likewise available), which no other has;
 * and what an entry outside of a window is. */
#define ENTRY_WINDOW    0x800u
#define ENTRY_TABLE     0x827u
#define ENTRY_OUTSIDE   2u

/* What a caller may ask for beside the frame and ENTRY_PRESENT. */
#define ENTRY_CHOICE    (ENTRY_WRITE | ENTRY_USER)

#define TABLE_ENTRIES   1024u
#define TABLE_SHIFT     22      /* a page table spans 4 MiB */
#define TABLE_SPAN      (1u << TABLE_SHIFT)

static inline u32 entry_make(paddr_t frame, u32 flags)
{
    return (frame & ENTRY_FRAME) | flags;
}

static inline paddr_t entry_frame(u32 entry)
{
    return entry & ENTRY_FRAME;
}

/* The empty entry of a self-backed page. */
static inline u32 entry_reserve(u32 owner)
{
    return owner << 1;
}

static inline u32 entry_is_direct(u32 entry)
{
    return !(~entry & (ENTRY_PRESENT | ENTRY_DIRECT));
}
