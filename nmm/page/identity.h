/* SPDX-License-Identifier: MIT */
/*
 * The custom VSAS (paper 4.2.2): core and UPS at their physical addresses.
 * Its tables lie dormant while paging is off and are kept up all the time.
 *
 * Invariant: they are one array; the entry of linear address L below
 * memory.end is identity.entries[L >> 12]. Every other page directory holds
 * the same tables, so that a change here shows in all VSASs at once.
 */
#pragma once

#include "../../core/api/types.h"
#include "entry.h"

struct identity {
    u32 *entries;               /* of linear page 0 and up */
    u32 *ups;                   /* of the first page of the UPS and up */
    u32 pages;                  /* how many there are */
    u32 ups_size;               /* bytes of the UPS */
    u32 *directory;             /* the custom VSAS's */
    u32 global;                 /* ENTRY_GLOBAL, or 0 without CR4.PGE */
    struct { u32 first, end; } shown;   /* tables with pages for ring 3 */
};

extern struct identity identity;

/* Tables and directory from the pool; maps core and manager, not the UPS.
 * E_NOMEM if the pool cannot hold them. Before: pool untouched. */
int identity_init(u32 global);

/* Put core and UPS into the directory of another VSAS. There they are for
 * the supervisor alone, whatever their entries say, but for what is shown. */
void identity_share(u32 *directory);

/* Pages of the core that ring 3 may read in every VSAS and nobody writes: the
 * system graph's (core/x86/protect.h). Once, before there is another VSAS.
 * Before: their tables have no page of the UPS (core/memory/memory.h), where a
 * page may be the user's in the custom VSAS alone. */
void identity_show(laddr_t base, u32 size);

/* Pages of core or UPS: mapped to themselves, for the supervisor or, while
 * CR3 holds the custom VSAS, for ring 3 too; or empty, kept for an owner (0:
 * for nobody). The TLB is the caller's business. */
void identity_map(laddr_t base, u32 size);
void identity_map_user(laddr_t base, u32 size);
/* A device's memory among them, cached by these bits of its entries from now
 * on: ENTRY_THROUGH, ENTRY_UNCACHED. E_RANGE: it is beyond them, or empty. */
int identity_cache(paddr_t base, u32 size, u32 bits);
void identity_clear(laddr_t base, u32 size, u32 owner);
