/* SPDX-License-Identifier: MIT */
/*
 * HARD builds: what a region holds at first is garbage, and no two regions
 * lie side by side by chance. Always the same garbage and the same places.
 */
#pragma once

#include "../../core/api/types.h"
#include "../../core/lib/string.h"
#include "../space/map.h"

#ifdef HARD
/* Before: core code reaches the addresses. */
static inline void hard_fill(laddr_t base, u32 size)
{
    memset((void *)base, 0xcc, size);
}

/* Where to begin to look for a free stretch. */
static inline u32 hard_place(const struct map *map)
{
    static u32 seed = 1;

    seed = seed * 1664525 + 1013904223;
    return map->low + (seed >> 8) % (map->size >> PAGE_SHIFT) * PAGE_SIZE;
}
#else
static inline void hard_fill(laddr_t base, u32 size)
{
    (void)base;
    (void)size;
}

static inline u32 hard_place(const struct map *map)
{
    return map->low;
}
#endif
