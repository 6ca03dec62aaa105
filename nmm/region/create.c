/* SPDX-License-Identifier: MIT */
/* Regions made and unmade. */
#include "create.h"

#include "../../core/api/error.h"
#include "../../core/base/hard.h"
#include "../mapping/mapping.h"
#include "../page/frame.h"
#include "../space/space.h"
#include "hard.h"
#include "realise.h"

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

/* The checked request; only a backing can still be refused. */
static int apply(struct space *space, const struct region_request *request,
                 u32 base)
{
    int backing = realise_backing(request, base);

    if (backing < 0)
        return backing;
    /* The backing may have taken the last. */
    if (!region_is_left() || (backing && hard_fails())) {
        region_destroy((u32)backing);
        return E_FULL;
    }
    const struct region *region = region_add(space, request, base,
                                             (u32)backing);
    realise_create(region);
    return (int)region->handle;
}

int region_request(const struct region_request *asked, u32 *at)
{
    struct region_request request = *asked;
    struct space *space = space_find(request.space);
    u32 base;

    request.size = (request.size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
    if (!space)
        return E_HANDLE;
    if (request.size == 0)          /* or so large that it wrapped */
        return E_RANGE;
    int error = realise_check(&request);
    if (error == E_OK)
        error = place(&space->map, &request, &base);
    if (error < 0)
        return error;
    if (region_is_full(&space->map))
        return E_FULL;
    int handle = apply(space, &request, base);
    if (handle > 0 && at)
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
    if (handle)
        *handle = (u32)result;
    return E_OK;
}

/* Mappings of a stretch of frames that are not the region's own. */
static bool is_mapped_elsewhere(const struct region *region, paddr_t base)
{
    const struct space *space = space_of(region);
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
    if (region->flags & REGION_FRAMES || backing)
        return is_mapped_elsewhere(region, realise_frame(region)) ? E_BUSY
                                                                  : E_OK;
    return E_OK;
}

void region_apply_destroy(struct region *region)
{
    realise_destroy(region);
    region_remove(region);
}

int region_destroy(u32 handle)
{
    struct region *region = region_of(handle);

    if (!region)
        return E_HANDLE;
    int error = region_check_destroy(region);
    if (error == E_OK)
        region_apply_destroy(region);
    return error;
}
