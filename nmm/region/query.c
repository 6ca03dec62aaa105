/* SPDX-License-Identifier: MIT */
/* QueryRegion and FrameStatus. */
#include "query.h"

#include "../../core/api/error.h"
#include "../../core/memory/memory.h"
#include "../page/frame.h"
#include "../page/paging.h"
#include "../space/region.h"
#include "../space/space.h"
#include "realise.h"

/* Frames are in no address space, so paging means nothing to them; what
 * only page tables make is there while paging is on. */
static u32 status(const struct region *region)
{
    bool tables = region->flags & REGION_SELF_BACKED ||
                  space_is_virtual(space_of(region));

    return tables && !paging_state ? REGION_INVALID : REGION_USED;
}

static void describe(const struct region *region, struct region_info *info)
{
    *info = (struct region_info){
        .region = region->handle, .space = region->space,
        .base = region->base, .size = region->size,
        .status = status(region), .flags = region->flags,
        .owner = region->owner, .frame = realise_frame(region),
    };
}

static void describe_free(const struct space *space, u32 address,
                          struct region_info *info)
{
    *info = (struct region_info){ .space = space->handle,
                                  .status = REGION_FREE };
    map_free_around(&space->map, address, &info->base, &info->size);
    if (!space_is_virtual(space))
        info->frame = space->linear + info->base;
}

int region_query(u32 handle, u32 address, struct region_info *info)
{
    const struct space *space = space_find(handle);

    if (!space)
        return E_HANDLE;
    if (!map_contains(&space->map, address, 1))
        return E_RANGE;
    const struct region *region = region_find(handle, address);
    if (region)
        describe(region, info);
    else
        describe_free(space, address, info);
    return (int)info->region;
}

static const struct region *region_around(paddr_t address)
{
    u32 space = address - memory.ups < identity.ups_size ? NMM_UPS : NMM_CORE;
    const struct region *region =
        region_find(space, address - spaces[space].linear);

    if (!region || !(region->flags & REGION_SEGMENT))
        return region;
    const struct space *segment = space_of_segment(region);
    return region_find(segment->handle, address - segment->linear);
}

/* A frame that may be mapped carries its mapper's tag. */
static u32 mapper(const struct frame *frame, u32 owner)
{
    if (!frame_mappings(frame))
        return 0;
    return frame->tag ? frame->tag >> 1 : owner;
}

int query_frame(paddr_t address, struct frame_info *info)
{
    if (address % PAGE_SIZE)
        return E_INVALID;
    if (!frame_is_known(address))
        return E_RANGE;
    const struct region *region = region_around(address);
    const struct frame *frame = frame_at(address);

    *info = (struct frame_info){
        .owner = region ? region->owner : 0,
        .region = region ? region->handle : 0,
        .mappings = frame_mappings(frame),
        .mapper = mapper(frame, region ? region->owner : 0),
        .common = (frame->mappings & FRAME_COMMON) != 0,
    };
    return E_OK;
}
