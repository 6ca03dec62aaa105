/* SPDX-License-Identifier: MIT */
/*
 * The region table: a record for every region of every space. What makes a
 * region real, and unmakes it, is region/.
 *
 * A handle (core/api/handle.h) is the slot + 1, and refused once the region
 * is gone.
 */
#pragma once

#include <stdbool.h>

#include "../../core/api/handle.h"
#include "../nmm.h"

#define NMM_BITS 16             /* of the number in the NMM's handles */
#define REGIONS (9216 + 1024)

struct map;
struct space;

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
    u32 shares;                 /* regions that share its frames, and holds */
};

extern struct region regions[REGIONS];

struct region_request {
    u32 owner, space, base, size, flags;
};

void region_init(void);

/* A live region by its handle, or by an address in it; NULL if none. */
struct region *region_of(u32 handle);
struct region *region_find(u32 space, u32 address);

/* The first region of an owner that is a module; NULL if it has none. */
struct region *region_owned(u32 owner);
/* The one after it. */
struct region *region_owned_next(const struct region *region);
/* It is that module's from now on; 0: nobody's. */
void region_own(struct region *region, u32 owner);

/* Is a record left; and is none left, or no room in that map? */
bool region_is_left(void);
bool region_is_full(const struct map *map);

/* A record for a checked request, in the map of its space, whose place is
 * free. Before: neither is full. */
struct region *region_add(struct space *space,
                          const struct region_request *request, u32 base,
                          u32 backing);
/* Its end. Before: nothing is made of it any more. */
void region_remove(struct region *region);
