/* SPDX-License-Identifier: MIT */
/* What a module owns: to count, and to take back. */
#include "whole.h"

#include "../mapping/common.h"
#include "../region/create.h"
#include "../region/space_end.h"
#include "../reverse/reverse.h"
#include "../space/space.h"
#include "../task/ldt.h"
#include "../task/segment.h"
#include "../task/task.h"

/* Those with all of the flags. Before: none has a backing of its own. */
static void reclaim_regions(u32 owner, u32 flags)
{
    struct region *next;

    for (struct region *r = region_owned(owner); r; r = next) {
        next = region_owned_next(r);
        if ((r->flags & flags) == flags)
            region_apply_destroy(r);
    }
}

/* Others may go on using frames of these. */
static void reclaim_common(u32 owner)
{
    struct region *next;

    for (struct region *r = region_owned(owner); r; r = next) {
        next = region_owned_next(r);
        if (r->flags & REGION_COMMON && !common_abandon(r))
            region_apply_destroy(r);
    }
}

/* Shares first, so that what they share has none; then windows: then frames
 * that are still mapped are so by others. */
void nmm_reclaim(u32 owner)
{
    task_reclaim(owner);                /* what names comes before what */
    ldt_reclaim(owner);                 /* is named */
    reclaim_regions(owner, REGION_SHARED);
    for (u32 i = SPACE_FIRST; space_count > 0 && i < SPACES; i++) {
        if (!spaces[i].directory || spaces[i].owner != owner)
            continue;
        if (space_is_virtual(&spaces[i]))
            space_destroy(&spaces[i]);
        else
            segment_destroy(&spaces[i]);
    }
    reclaim_regions(owner, REGION_SELF_BACKED);
    reclaim_common(owner);
    reclaim_regions(owner, 0);
    reverse_trim();
}
