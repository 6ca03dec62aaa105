/* SPDX-License-Identifier: MIT */
/* Frames that models take from each other. */
#include "common.h"

#include "../../core/api/error.h"
#include "../page/identity.h"
#include "../space/space.h"

static paddr_t first_frame(const struct region *region)
{
    return space_of(region)->linear + region->base;
}

static struct region *region_around(const struct frame *frame)
{
    paddr_t address = (paddr_t)(frame - frame_table) << PAGE_SHIFT;

    return region_find(NMM_UPS, address - spaces[NMM_UPS].linear);
}

static bool owns_common(u32 owner)
{
    const struct region *region = region_owned(owner);

    while (region && !(region->flags & REGION_COMMON))
        region = region_owned_next(region);
    return region != NULL;
}

int common_check(u32 owner, const struct frame *frame)
{
    if (!(frame->mappings & FRAME_COMMON) || !owns_common(owner))
        return E_OWNER;
    return frame_mappings(frame) ? E_BUSY : E_OK;
}

/* Nobody's region, which no page maps any more: no frame of it has a tag. */
static void end_region(struct region *region)
{
    identity_clear(first_frame(region), region->size, 0);
    region_remove(region);
}

void common_return(struct frame *frame)
{
    struct region *region = region_around(frame);

    frame->mappings = FRAME_COMMON;
    frame->tag = frame_tag_backing(region->owner);
    if (region->owner)
        return;
    frame->mappings = 0;
    if (!frame_count_mappings(first_frame(region), region->size))
        end_region(region);
}

bool common_abandon(struct region *region)
{
    struct frame *frame = frame_at(first_frame(region));

    if (!frame_count_mappings(first_frame(region), region->size))
        return false;
    /* Nobody is to take what is free of it. */
    for (u32 left = region->size >> PAGE_SHIFT; left > 0; left--, frame++)
        if (!frame_mappings(frame))
            frame->tag = frame->mappings = 0;
    region_own(region, 0);
    return true;
}
