/* SPDX-License-Identifier: MIT */
/* The digest of what is allocated. */
#include "whole.h"

#include "../../core/lib/crc32.h"
#include "../page/frame.h"
#include "../page/pool.h"
#include "../reverse/reverse.h"
#include "../space/region.h"
#include "../space/space.h"
#include "../task/ldt.h"
#include "../task/task.h"

/* Frames outside of these regions carry nothing; how they are found by a
 * reverse lookup does not enter. */
static u32 digest_frames(u32 crc, const struct region *region)
{
    if (!space_is_ups(space_of(region)) ||
        !(region->flags & (REGION_SELF_BACKED | REGION_FRAMES)))
        return crc;
    const struct frame *frame =
        frame_at(space_of(region)->linear + region->base);

    for (u32 left = region->size >> PAGE_SHIFT; left > 0; left--, frame++)
        crc = crc32(crc, frame, offsetof(struct frame, space));
    return crc;
}

static u32 digest_region(u32 crc, const struct region *region)
{
    const u32 facts[] = { region->base, region->size, region->flags,
                          region->owner, region->backing != 0,
                          region->segments };

    return digest_frames(crc32(crc, facts, sizeof(facts)), region);
}

static u32 digest_space(u32 crc, const struct space *space)
{
    const u32 facts[] = { space->owner, space->map.low, space->map.size,
                          space->map.count, space->tables, space->users,
                          space->selector };

    crc = crc32(crc, facts, sizeof(facts));
    for (u32 i = 0; i < space->map.count; i++)
        crc = digest_region(crc, &regions[space->map.index[i]]);
    return crc;
}

u32 nmm_digest(u32 crc)
{
    const u32 pool = pool_count() + reverse_pages();

    for (u32 i = 0; i < SPACES; i++)
        if (spaces[i].directory)
            crc = digest_space(crc, &spaces[i]);
    crc = task_digest(ldt_digest(crc));
    return crc32(crc, &pool, sizeof(pool));
}
