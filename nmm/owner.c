/* SPDX-License-Identifier: MIT */
/* What a module owns: to count, and to take back. */
#include "region.h"

#include "space.h"

void nmm_reclaim(u32 owner)
{
    struct region *region;

    for (u32 i = SPACE_FIRST; i < SPACES; i++)
        if (spaces[i].directory != NULL && spaces[i].owner == owner)
            space_destroy(&spaces[i]);
    while ((region = region_owned(owner)) != NULL)
        region_apply_destroy(region);   /* and what backs it */
}

u32 nmm_owned(u32 owner)
{
    u32 count = 0;

    for (u32 i = SPACE_FIRST; i < SPACES; i++)
        count += spaces[i].directory != NULL && spaces[i].owner == owner;
    for (struct region *r = region_owned(owner); r; r = region_owned_next(r))
        count++;
    return count;
}
