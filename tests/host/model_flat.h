/* SPDX-License-Identifier: MIT */
/* What `flat` means, plainly: who has which memory, for model_flat.c. */
#pragma once

#include "models_world.h"

#include "../../modules/models/flat/model.h"

#define SPACES 3u
#define AREAS 4096u
#define OBJECTS 3u
#define ALL 7u

static struct plain_area {
    u32 base, size, is_heap;
    u32 users;                          /* spaces, as bits */
    u32 object;                         /* + 1 */
} areas[AREAS];
static u32 area_count;
static struct plain {
    int handle;
    u32 base, entry, end, heap_end;     /* base 0: nothing is loaded */
    u32 count;                          /* of what it has */
} spaces[SPACES];
static struct plain_object { u32 known; struct plain_area *area; } objects[OBJECTS];

void (*const near_entries[SERVICES])(void);

static struct plain_area *find(u32 s, u32 address)
{
    for (u32 i = 0; i < area_count; i++)
        if (areas[i].users >> s & 1 && address - areas[i].base < areas[i].size)
            return &areas[i];
    return NULL;
}

static struct plain_area *mapped(u32 s, u32 address, u32 size)
{
    struct plain_area *a = find(s, address);

    return a && !a->is_heap && a->base == address &&
           a->size == extent_pages(size) ? a : NULL;
}

static u32 any_size(void)
{
    static const u32 sizes[] = { 0, 1, 4095, 4096, 4097, 8192, 65536, 262144,
        300000, 0xfffff000, 0xfffff001, 0xffffffff };
    const u32 n = random_below(2 * ARRAY_SIZE(sizes));

    return n < ARRAY_SIZE(sizes) ? sizes[n] : 1 + random_below(3 * PAGE_SIZE);
}

static u32 any_address(u32 s)
{
    const struct plain_area *a = area_count ? &areas[random_below(area_count)] :
                                        NULL;
    const u32 near = area_count > 20 ? area_count - random_below(20) - 1 : 0;
    const u32 bounds[] = { world_arena, spaces[s].base, spaces[s].heap_end,
        a ? a->base : 0, areas[near].base, areas[near].base,
        areas[near].base + areas[near].size,
        world_arena + ARENA_PAGES * PAGE_SIZE,
        world_arena + random_below(2000) * PAGE_SIZE };
    const u32 at = bounds[random_below(ARRAY_SIZE(bounds))];

    return random_below(3) ? at : at + random_below(3) - 1;
}

static int is_plain(u32 address, u32 size)
{
    for (u64 at = address; at < (u64)address + size; at = (at | 4095) + 1)
        if (at - world_arena >= ARENA_PAGES * PAGE_SIZE ||
            !world_taken[((u32)at - world_arena) / PAGE_SIZE])
            return 0;
    return 1;
}
