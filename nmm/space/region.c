/* SPDX-License-Identifier: MIT */
/* The region table: records, handles, owners' lists. */
#include "region.h"

#include "../../core/base/hard.h"
#include "space.h"

#define NO_SLOT 0xffffu
#define OWNERS 4096             /* low bits of a module's handle: its index */

struct region regions[REGIONS];

static u16 free_slot;
static u16 first_owned[OWNERS]; /* slot + 1; reclaiming follows the list */

void region_init(void)
{
    for (u32 slot = 0; slot < REGIONS; slot++)
        regions[slot] = (struct region){ .next = (u16)(slot + 1) };
    regions[REGIONS - 1].next = NO_SLOT;
    free_slot = 0;
}

struct region *region_of(u32 handle)
{
    u32 slot = handle_number(NMM_BITS, handle) - 1;

    if (slot >= REGIONS || regions[slot].handle != handle)
        return NULL;
    return &regions[slot];
}

struct region *region_find(u32 space, u32 address)
{
    const struct space *s = space_find(space);
    u32 slot = s ? map_find(&s->map, address) : MAP_NONE;

    return slot == MAP_NONE ? NULL : &regions[slot];
}

static u16 *owned_head(u32 owner)
{
    return &first_owned[owner % OWNERS];
}

struct region *region_owned(u32 owner)
{
    u16 head = *owned_head(owner);

    return head ? &regions[head - 1] : NULL;
}

struct region *region_owned_next(const struct region *region)
{
    return region->next == NO_SLOT ? NULL : &regions[region->next];
}

static void link_owned(struct region *region)
{
    u16 *head = owned_head(region->owner);
    u16 slot = (u16)(region - regions);

    region->previous = NO_SLOT;
    region->next = *head ? (u16)(*head - 1) : NO_SLOT;
    if (*head)
        regions[region->next].previous = slot;
    *head = (u16)(slot + 1);
}

static void unlink_owned(const struct region *region)
{
    if (region->next != NO_SLOT)
        regions[region->next].previous = region->previous;
    if (region->previous != NO_SLOT)
        regions[region->previous].next = region->next;
    else
        *owned_head(region->owner) = region->next == NO_SLOT
                                         ? 0 : (u16)(region->next + 1);
}

void region_own(struct region *region, u32 owner)
{
    unlink_owned(region);
    region->owner = owner;
    link_owned(region);
}

static struct region *take_slot(const struct region_request *request,
                                u32 base, u32 backing)
{
    struct region *region = &regions[free_slot];
    u16 uses = (u16)handle_next(NMM_BITS, region->uses);
    u32 handle = handle_make(NMM_BITS, free_slot + 1u, uses);

    free_slot = region->next;
    *region = (struct region){
        .handle = handle, .space = request->space, .base = base,
        .size = request->size, .owner = request->owner, .backing = backing,
        .flags = (u16)request->flags, .uses = uses,
    };
    link_owned(region);
    return region;
}

bool region_is_left(void)
{
    return free_slot != NO_SLOT;
}

bool region_is_full(const struct map *map)
{
    return !region_is_left() || map->count == map->capacity || hard_fails();
}

struct region *region_add(struct space *space,
                          const struct region_request *request, u32 base,
                          u32 backing)
{
    struct region *region = take_slot(request, base, backing);

    map_insert(&space->map, (u32)(region - regions));
    return region;
}

void region_remove(struct region *region)
{
    u32 slot = (u32)(region - regions);
    u16 uses = region->uses;

    map_remove(&space_of(region)->map, slot);
    unlink_owned(region);
    *region = (struct region){ .uses = uses, .next = free_slot };
    free_slot = (u16)slot;
}
