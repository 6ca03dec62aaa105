/* SPDX-License-Identifier: MIT */
/*
 * The region table: every region of every space, and the NMM as the core
 * itself, the CM and the loader use it.
 *
 * A handle is the slot + 1 in the low 16 bits and the slot's use count in
 * the 15 above them: positive, and refused once the region is gone.
 */
#pragma once

#include "../../core/api/types.h"
#include "../nmm.h"

#define REGIONS (9216 + 1024)

struct region {
    u32 handle;                 /* 0: the slot is free */
    u32 space;                  /* handle of its space */
    u32 base, size;             /* in that space; whole pages */
    u32 owner;                  /* module handle; 0: the core */
    u32 backing;                /* handle of the frames below a VSAS region
                                   that does not back itself; of the region
                                   that a share shows; else 0 */
    u32 segments;               /* local segments on it: it stays, and its
                                   pages are for ring 3, too */
    u16 flags;                  /* enum region_flags */
    u16 uses;                   /* of the slot, from 1 */
    u16 next;                   /* slot after this one: of the same owner, or
                                   free, too */
    u16 previous;               /* of the same owner */
    u32 shares;                 /* regions that share its frames */
};

extern struct region regions[REGIONS];

struct region_request {
    u32 owner, space, base, size, flags;
};

void region_init(void);

/* CreateRegion for the core: no check of who may. The handle, or an error
 * of nmm.h. *base, if not NULL, becomes its address. */
int region_request(const struct region_request *request, u32 *base);

/* The same, spelled out. 0 or an error. */
int region_create(u32 owner, u32 space, u32 base, u32 size, u32 flags,
                  u32 *handle, u32 *at);

/* E_HANDLE, E_BUSY. For the core: no check of who may. */
int region_destroy(u32 handle);

/* The first region of an owner that is a module; NULL if it has none. */
struct region *region_owned(u32 owner);
/* The one after it. */
struct region *region_owned_next(const struct region *region);

/* A live region by its handle, or by an address in it; NULL if none. */
struct region *region_of(u32 handle);
struct region *region_find(u32 space, u32 address);

/* What is at an address; the region's handle, 0 for a free stretch, or
 * E_HANDLE (space), E_RANGE. */
int region_query(u32 space, u32 address, struct region_info *info);

/* A share of the region `backing`, whose place is free. E_FULL. */
int region_share(const struct region_request *request, u32 backing);

/* It is nobody's from now on. */
void region_disown(struct region *region);

/* The two halves of region_destroy(). check: E_BUSY while a page elsewhere
 * maps its frames. apply: cannot fail, and drops its mappings. */
int region_check_destroy(const struct region *region);
void region_apply_destroy(struct region *region);

/* Everything that a module owned goes: its VSASs, mappings and regions.
 * nmm_owned(): how many regions and VSASs it has. */
void nmm_reclaim(u32 owner);
u32 nmm_owned(u32 owner);

/* CRC-32, after `crc`, over what is allocated. Handles, use counts and the
 * order of free lists do not enter: equal before and after what balances. */
u32 nmm_digest(u32 crc);

/*
 * Build all of the above from `memory`. E_NOMEM: the pool is too small;
 * E_RANGE: memory reaches into the windows of VSASs.
 * Before: the processor's features are in the system graph, paging is off.
 * After: the core's own regions stand; the UPS is free but for its page 0.
 */
int nmm_init(void);
