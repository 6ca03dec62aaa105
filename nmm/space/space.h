/* SPDX-License-Identifier: MIT */
/*
 * Address spaces: two PSASs of boot, the core and the UPS, those of global
 * segments (task/segment.h), and VSASs, each with a memory map (paper 4.2.2).
 *
 * A PSAS has no page directory of its own: while paging is on its handle
 * stands for its part of the custom VSAS, at the same addresses. A VSAS has
 * a directory whose low part is that of all others; its own part is the
 * window, map.low and map.size, above NMM_WINDOW_BASE.
 *
 * The number in a handle is the slot, and the first use 1; NMM_CORE and NMM_UPS
 * are slots 0 and 1, never used again.
 */
#pragma once

#include <stdbool.h>

#include "../../core/api/types.h"
#include "../page/entry.h"
#include "../page/identity.h"
#include "../nmm.h"
#include "map.h"
#include "region.h"

#define SPACES 256              /* at one time */
#define SPACE_FIRST 2           /* slot of the first that modules made */
#define SPACE_REGIONS 2048      /* of such: what a page of u16 holds */
#define SPACE_UPS_REGIONS 9216
#define SPACE_CORE_REGIONS 64

/* The fast paths index an array of these. */
struct space {
    u32 *directory;             /*  0 NULL: the slot is free */
    u32 handle;                 /*  4 */
    u32 owner;                  /*  8 module handle; 0: the core */
    laddr_t linear;             /* 12 of address 0 of the space */
    u32 tag;                    /* 16 of a VSAS: its owner's; else 0 */
    u32 tables;                 /* page tables of its window */
    u32 users;                  /* tasks of it, local segments in its window */
    u32 carrier;                /* global segment: handle of its memory */
    u16 selector;               /* global segment: its own, with RPL = DPL */
    struct map map;
} __attribute__((aligned(64)));

extern struct space spaces[SPACES];
extern u32 space_count;         /* beside the two of boot */

static inline struct space *space_find(u32 handle)
{
    u32 slot = handle_number(NMM_BITS, handle);

    if (slot >= SPACES || spaces[slot].handle != handle ||
        !spaces[slot].directory)
        return NULL;
    return &spaces[slot];
}

/* The space of a live region, which outlives it. */
static inline struct space *space_of(const struct region *region)
{
    return &spaces[handle_number(NMM_BITS, region->space)];
}

static inline bool space_is_virtual(const struct space *space)
{
    return space->directory &&
           space->directory != identity.directory;
}

/* One that takes regions of every kind: the UPS, or a part of it. */
static inline bool space_is_ups(const struct space *space)
{
    return space->handle != NMM_CORE && !space_is_virtual(space);
}

/* The entry of a linear address, or NULL if its table does not exist. */
static inline u32 *space_entry(const struct space *space, laddr_t address)
{
    u32 table = space->directory[address >> TABLE_SHIFT];

    if (!(table & ENTRY_PRESENT))
        return NULL;
    return (u32 *)entry_frame(table) +
           ((address >> PAGE_SHIFT) & (TABLE_ENTRIES - 1));
}

/* The two PSASs. Before: identity_init(). */
void space_init(void);

/* A VSAS. Its handle, or E_RANGE, E_NOMEM, E_FULL. */
int space_create(u32 owner, laddr_t base, u32 size);

/* The PSAS of a global segment, whose memory that region is. Before: a slot
 * and a frame of the pool are free. */
struct space *space_create_physical(u32 owner, u32 carrier);
struct space *space_find_free(void);
/* The space of a REGION_SEGMENT region. */
struct space *space_of_segment(const struct region *carrier);

/* Its slot, tables and map are free. Before: no region lies in it, no page is
 * mapped, and the processor is not in it. */
void space_release(struct space *space);

/* space_entry(), with a new table where there is none; NULL without memory
 * for it. Before: a VSAS, and the address is in its window. */
u32 *space_entry_create(struct space *space, laddr_t address);

/* Page tables that [base, base + size) of the window lacks. */
u32 space_missing_tables(const struct space *space, laddr_t base, u32 size);
