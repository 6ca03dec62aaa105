/* SPDX-License-Identifier: MIT */
/*
 * The memory map of one address space (paper 4.2.2). Pure.
 *
 * Invariant: index[0..count) names region slots in address order; no two of
 * them overlap, and each lies within [low, low + size). The end of a space
 * may be 2^32, so ends are compared as offsets from `low`, which never wrap.
 * The first `dense` regions lie side by side from `low` on, so that a search
 * for a free stretch begins behind them.
 */
#pragma once

#include <stdbool.h>

#include "../../core/api/types.h"

struct region;

struct map {
    const struct region *slots; /* what the index counts in */
    u16 *index;
    u32 count, capacity, dense;
    u32 low, size;              /* the space that it describes */
};

#define MAP_NONE 0xffffffffu

/* How many regions begin at or below the address: a position in index. */
u32 map_position(const struct map *map, u32 address);

/* The slot of the region around the address, or MAP_NONE. */
u32 map_find(const struct map *map, u32 address);

/* Does [base, base + size) lie in the space? */
bool map_contains(const struct map *map, u32 base, u32 size);

/* Is a stretch of the space free? Before: map_contains(). */
bool map_is_free(const struct map *map, u32 base, u32 size);

/* The free stretch around an address of the space that is in no region. */
void map_free_around(const struct map *map, u32 address, u32 *base,
                     u32 *size);

struct map_wish {
    u32 from;                   /* an address of the space to search from */
    u32 size;                   /* bytes, not 0 */
    u32 align;                  /* of the address: a power of two */
};

/* First fit: the lowest free stretch at or above wish->from. */
bool map_find_free(const struct map *map, const struct map_wish *wish,
                   u32 *base);

/* Before: count < capacity, and the region's place is free. */
void map_insert(struct map *map, u32 slot);
void map_remove(struct map *map, u32 slot);
