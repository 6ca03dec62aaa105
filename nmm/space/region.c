/* SPDX-License-Identifier: MIT */
/* The region table: slots, handles, create and destroy. */
#include "region.h"

#include "../../core/api/error.h"
#include "../../core/base/hard.h"
#include "../page/frame.h"
#include "../hard.h"
#include "../page/mapping.h"
#include "realise.h"
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
    u32 slot = (handle & 0xffff) - 1;

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

/* Is there an address for it? *base becomes that. */
static int place(const struct map *map, const struct region_request *request,
                 u32 *base)
{
    struct map_wish wish = { .size = request->size, .align = PAGE_SIZE };

    if (request->flags & REGION_FIXED) {
        *base = request->base;
        if (*base % PAGE_SIZE || !map_contains(map, *base, request->size))
            return E_RANGE;
        return map_is_free(map, *base, request->size) ? E_OK : E_BUSY;
    }
    if (hard_fails())
        return E_NOMEM;
    wish.from = hard_place(map);
    if (map_find_free(map, &wish, base))
        return E_OK;
    wish.from = map->low;
    return map_find_free(map, &wish, base) ? E_OK : E_NOMEM;
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

void region_disown(struct region *region)
{
    unlink_owned(region);
    region->owner = 0;
    link_owned(region);
}

static struct region *take_slot(const struct region_request *request,
                                u32 base, u32 backing)
{
    struct region *region = &regions[free_slot];
    u16 uses = (u16)(region->uses % 0x7fff + 1);
    u32 handle = (u32)uses << 16 | (free_slot + 1u);

    free_slot = region->next;
    *region = (struct region){
        .handle = handle, .space = request->space, .base = base,
        .size = request->size, .owner = request->owner, .backing = backing,
        .flags = (u16)request->flags, .uses = uses,
    };
    link_owned(region);
    return region;
}

static bool is_full(const struct map *map)
{
    return free_slot == NO_SLOT || map->count == map->capacity ||
           hard_fails();
}

int region_share(const struct region_request *request, u32 backing)
{
    struct space *space = space_find(request->space);

    if (is_full(&space->map))
        return E_FULL;
    struct region *region = take_slot(request, request->base, backing);
    map_insert(&space->map, (u32)(region - regions));
    return (int)region->handle;
}

/* The checked request; only a backing can still be refused. */
static int apply(struct space *space, const struct region_request *request,
                 u32 base)
{
    int backing = realise_backing(request, base);

    if (backing < 0)
        return backing;
    /* The backing may have taken the last. */
    if (free_slot == NO_SLOT || (backing && hard_fails())) {
        region_destroy((u32)backing);
        return E_FULL;
    }
    struct region *region = take_slot(request, base, (u32)backing);
    map_insert(&space->map, (u32)(region - regions));
    realise_create(region);
    return (int)region->handle;
}

int region_request(const struct region_request *asked, u32 *at)
{
    struct region_request request = *asked;
    struct space *space = space_find(request.space);
    u32 base;

    request.size = (request.size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
    if (space == NULL)
        return E_HANDLE;
    if (request.size == 0)          /* or so large that it wrapped */
        return E_RANGE;
    int error = realise_check(&request);
    if (error == E_OK)
        error = place(&space->map, &request, &base);
    if (error < 0)
        return error;
    if (is_full(&space->map))
        return E_FULL;
    int handle = apply(space, &request, base);
    if (handle > 0 && at != NULL)
        *at = base;
    return handle;
}

int region_create(u32 owner, u32 space, u32 base, u32 size, u32 flags,
                  u32 *handle, u32 *at)
{
    struct region_request request = { owner, space, base, size, flags };
    int result = region_request(&request, at);

    if (result < 0)
        return result;
    if (handle != NULL)
        *handle = (u32)result;
    return E_OK;
}

/* Mappings of a stretch of frames that are not the region's own. */
static bool is_mapped_elsewhere(const struct region *region, paddr_t base)
{
    const struct space *space = space_find(region->space);
    u32 mappings = frame_count_mappings(base, region->size);

    if (mappings == 0 || !space_is_virtual(space))
        return mappings > 0;
    return mappings != mapping_count(space, region, base);
}

int region_check_destroy(const struct region *region)
{
    const struct region *backing = region_of(region->backing);

    if (region->shares > 0 || region->segments > 0)
        return E_BUSY;
    if (region->flags & REGION_SHARED)
        return E_OK;
    if (region->flags & REGION_FRAMES || backing != NULL)
        return is_mapped_elsewhere(region, realise_frame(region)) ? E_BUSY
                                                                  : E_OK;
    return E_OK;
}

void region_apply_destroy(struct region *region)
{
    u32 slot = (u32)(region - regions);
    u16 uses = region->uses;

    map_remove(&space_find(region->space)->map, slot);
    realise_destroy(region);
    unlink_owned(region);
    *region = (struct region){ .uses = uses, .next = free_slot };
    free_slot = (u16)slot;
}

int region_destroy(u32 handle)
{
    struct region *region = region_of(handle);

    if (region == NULL)
        return E_HANDLE;
    int error = region_check_destroy(region);
    if (error == E_OK)
        region_apply_destroy(region);
    return error;
}
