/* SPDX-License-Identifier: MIT */
/* What a module owns: to count, and to take back. */
#include "region.h"

#include "ldt.h"
#include "segment.h"
#include "space.h"
#include "task.h"

void nmm_reclaim(u32 owner)
{
    struct region *region;

    task_reclaim(owner);                /* what names comes before what */
    ldt_reclaim(owner);                 /* is named */
    for (u32 i = SPACE_FIRST; i < SPACES; i++) {
        if (spaces[i].directory == NULL || spaces[i].owner != owner)
            continue;
        if (space_is_virtual(&spaces[i]))
            space_destroy(&spaces[i]);
        else
            segment_destroy(&spaces[i]);
    }
    while ((region = region_owned(owner)) != NULL)
        region_apply_destroy(region);   /* and what backs it */
}

u32 nmm_owned(u32 owner)
{
    u32 count = task_owned(owner) + ldt_owned(owner);

    for (u32 i = SPACE_FIRST; i < SPACES; i++)
        count += spaces[i].directory != NULL && spaces[i].owner == owner;
    for (struct region *r = region_owned(owner); r; r = region_owned_next(r))
        count++;
    return count;
}
