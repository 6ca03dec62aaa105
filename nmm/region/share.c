/* SPDX-License-Identifier: MIT */
/* ShareRegion: the check, and pages that map what others map, too. */
#include "share.h"

#include "../../core/api/error.h"
#include "../../core/base/hard.h"
#include "../mapping/mapping.h"
#include "../page/frame.h"
#include "../page/pool.h"
#include "../reverse/reverse.h"
#include "../space/space.h"
#include "realise.h"

static bool is_present(const struct space *space, laddr_t page)
{
    const u32 *entry = space_entry(space, page);

    return entry && *entry & ENTRY_PRESENT;
}

/* Free of regions, and of pages that are in none. */
static int check_place(const struct space *space, u32 base, u32 size)
{
    if (base % PAGE_SIZE || !map_contains(&space->map, base, size))
        return E_RANGE;
    if (!map_is_free(&space->map, base, size))
        return E_BUSY;
    for (u32 offset = 0; offset < size; offset += PAGE_SIZE)
        if (is_present(space, base + offset))
            return E_BUSY;
    return E_OK;
}

static int check_frames(const struct region *region)
{
    const struct frame *frame = frame_at(realise_frame(region));

    for (u32 left = region->size >> PAGE_SHIFT; left > 0; left--, frame++)
        if (frame->mappings & FRAME_BORROWED)
            return E_BUSY;
    return E_OK;
}

static int check_memory(const struct share_request *request,
                        const struct region *region,
                        const struct space *space)
{
    u32 pages = region->size >> PAGE_SHIFT;

    if (reverse_reserve(pages) < 0 ||
        space_missing_tables(space, request->base, region->size) >
        pool_count())
        return E_NOMEM;
    return E_OK;
}

static int check(const struct share_request *request,
                 const struct region *region, const struct space *space)
{
    if (!region || !space)
        return E_HANDLE;
    if (region->owner != request->owner)
        return E_OWNER;
    if (region->flags & (REGION_SELF_BACKED | REGION_SEGMENT) ||
        !space_is_virtual(space) ||
        request->flags & ~(ENTRY_PRESENT | ENTRY_CHOICE))
        return E_INVALID;
    int error = check_place(space, request->base, region->size);
    if (error == E_OK)
        error = check_frames(region);
    if (error == E_OK && hard_fails())
        error = E_NOMEM;
    return error == E_OK ? check_memory(request, region, space) : error;
}

static void map_pages(struct space *space, const struct region *share,
                      u32 flags)
{
    paddr_t frame = realise_frame(share);

    flags |= ENTRY_PRESENT;
    if (space->owner != share->owner)
        flags |= ENTRY_SHARED;
    for (u32 offset = 0; offset < share->size; offset += PAGE_SIZE) {
        laddr_t page = share->base + offset;

        mapping_set(space, space_entry_create(space, page), page,
                    entry_make(frame + offset, flags));
    }
}

int share_create(const struct share_request *request)
{
    struct region *region = region_of(request->region);
    struct space *space = space_find(request->space);
    int error = check(request, region, space);

    if (error < 0)
        return error;
    if (region->flags & REGION_SHARED)
        region = region_of(region->backing);
    if (region_is_full(&space->map))
        return E_FULL;
    const struct region *share = region_add(space, &(struct region_request){
        .owner = request->owner, .space = request->space,
        .base = request->base, .size = region->size,
        .flags = REGION_SHARED }, request->base, region->handle);
    region->shares++;
    map_pages(space, share, request->flags);
    return (int)share->handle;
}
