/* SPDX-License-Identifier: MIT */
/* What a module owns: to count, and to take back. */
#include "region.h"

#include "space.h"

void nmm_reclaim(u32 owner)
{
    for (u32 i = SPACE_FIRST; i < SPACES; i++)
        if (spaces[i].directory != NULL && spaces[i].owner == owner)
            space_destroy(&spaces[i]);
    for (u32 i = 0; i < REGIONS; i++)
        if (regions[i].handle != 0 && regions[i].owner == owner)
            region_apply_destroy(&regions[i]);
}

u32 nmm_owned(u32 owner)
{
    u32 count = 0;

    for (u32 i = SPACE_FIRST; i < SPACES; i++)
        count += spaces[i].directory != NULL && spaces[i].owner == owner;
    for (u32 i = 0; i < REGIONS; i++)
        count += regions[i].handle != 0 && regions[i].owner == owner;
    return count;
}
