/* SPDX-License-Identifier: MIT */
/* Making regions real, kind by kind. */
#include "realise.h"

#include "../../core/api/error.h"
#include "../../core/base/hard.h"
#include "../mapping/mapping.h"
#include "../page/frame.h"
#include "../page/identity.h"
#include "../page/paging.h"
#include "../page/pool.h"
#include "../reverse/reverse.h"
#include "../space/space.h"
#include "create.h"
#include "hard.h"

#define BACKED (ENTRY_PRESENT | ENTRY_WRITE | ENTRY_USER)

static laddr_t linear(const struct region *region)
{
    return space_of(region)->linear + region->base;
}

int realise_check(const struct region_request *request)
{
    const u32 kinds = REGION_SELF_BACKED | REGION_FRAMES;
    const u32 known = kinds | REGION_FIXED | REGION_COMMON | REGION_SEGMENT |
                      REGION_IMAGE;
    u32 kind = request->flags & kinds;

    if (request->flags & ~known || kind == kinds)
        return E_INVALID;
    if (request->flags & REGION_COMMON &&
        (kind != REGION_FRAMES || request->space != NMM_UPS))
        return E_INVALID;
    if (request->space == NMM_CORE && kind)
        return E_INVALID;
    if (space_is_virtual(space_find(request->space)) && kind == REGION_FRAMES)
        return E_INVALID;
    return E_OK;
}

int realise_backing(const struct region_request *request, u32 base)
{
    const struct space *space = space_find(request->space);

    if (!space_is_virtual(space) || request->flags & REGION_SELF_BACKED)
        return 0;
    if (hard_fails() || reverse_reserve(request->size >> PAGE_SHIFT) < 0 ||
        space_missing_tables(space, base, request->size) > pool_count())
        return E_NOMEM;
    return region_request(&(struct region_request){
        .owner = request->owner, .space = NMM_UPS,
        .size = request->size, .flags = REGION_FRAMES }, NULL);
}

/* Is it ring 3's too: by a local segment, or the global one around it? */
static bool is_user(const struct region *region)
{
    const struct space *space = space_of(region);

    return region->segments > 0 || (space->selector & 3) == 3;
}

static void map_plain(const struct region *region)
{
    if (is_user(region))
        identity_map_user(linear(region), region->size);
    else
        identity_map(linear(region), region->size);
}

bool realise_is_plain(const struct region *region)
{
    return space_is_ups(space_of(region)) &&
           !(region->flags & ~(u32)(REGION_FIXED | REGION_IMAGE));
}

/* Its pages change hands with the first and the last. */
static void count_segments(struct region *region, u32 count)
{
    bool before = is_user(region);

    region->segments = count;
    if (is_user(region) != before) {
        map_plain(region);
        paging_flush(linear(region), region->size);
    }
}

void realise_enter(struct region *region)
{
    count_segments(region, region->segments + 1);
}

void realise_leave(struct region *region)
{
    count_segments(region, region->segments - 1);
}

static void create_ups(const struct region *region)
{
    laddr_t base = linear(region);

    if (region->flags & REGION_SELF_BACKED) {
        identity_clear(base, region->size, region->owner);
        frame_set_tags(base, region->size, frame_tag_window(region->owner),
                       0);
    } else if (region->flags & REGION_FRAMES) {
        frame_set_tags(base, region->size, frame_tag_backing(region->owner),
                       region->flags & REGION_COMMON ? FRAME_COMMON : 0);
        if (!paging_state)
            hard_fill(base, region->size);
    } else if (region->flags & REGION_SEGMENT) {
        identity_clear(base, region->size, 0);
    } else {
        map_plain(region);
        hard_fill(base, region->size);
    }
}

/* One frame of the backing to each page, in order. */
static void create_backed(const struct region *region)
{
    struct space *space = space_of(region);
    paddr_t frame = realise_frame(region);

    for (u32 offset = 0; offset < region->size; offset += PAGE_SIZE) {
        laddr_t page = region->base + offset;

        mapping_set(space, space_entry_create(space, page), page,
                    entry_make(frame + offset, BACKED));
    }
}

void realise_create(const struct region *region)
{
    if (space_is_ups(space_of(region)))
        create_ups(region);
    else if (region->backing)
        create_backed(region);
}

static void destroy_ups(const struct region *region)
{
    laddr_t base = linear(region);

    if (region->flags & REGION_SELF_BACKED)
        mapping_drop(space_of(region), region->base, region->size);
    if (region->flags & (REGION_SELF_BACKED | REGION_FRAMES))
        frame_set_tags(base, region->size, 0, 0);
    identity_clear(base, region->size, 0);
    if (!(region->flags & (REGION_SELF_BACKED | REGION_FRAMES)))
        paging_flush(base, region->size);
}

void realise_destroy(const struct region *region)
{
    struct space *space = space_of(region);

    if (space_is_ups(space)) {
        destroy_ups(region);
    } else if (space_is_virtual(space)) {
        struct region *backing = region_of(region->backing);

        mapping_drop(space, region->base, region->size);
        if (region->flags & REGION_SHARED)
            backing->shares--;
        else if (backing)
            region_apply_destroy(backing);
    }
}

paddr_t realise_frame(const struct region *region)
{
    const struct region *backing = region_of(region->backing);

    if (backing)
        return realise_frame(backing);
    if (region->flags & REGION_SELF_BACKED ||
        space_is_virtual(space_of(region)))
        return 0;
    return linear(region);
}
