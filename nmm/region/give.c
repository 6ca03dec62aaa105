/* SPDX-License-Identifier: MIT */
/*
 * Giving regions away: plain ones as they are, and windows as long as nothing is
 * mapped in them, for what is mapped there is the old owner's.
 */
#include "give.h"

#include "../../core/api/error.h"
#include "../../core/base/graph.h"
#include "../space/region.h"
#include "../space/space.h"
#include "realise.h"

/* One that can own: a module with an image, which takes back ends with. */
static bool can_own(u32 module)
{
    const struct graph_node *node = graph_node_of(module);

    return node && node->base &&
           (node->state == NODE_LIVE || node->state == NODE_DRAINING);
}

static bool is_window(const struct region *region)
{
    return !(region->flags & ~(u32)(REGION_FIXED | REGION_SELF_BACKED)) &&
           region->flags & REGION_SELF_BACKED;
}

static bool is_mapped(const struct region *region)
{
    const struct space *space = space_of(region);

    for (u32 offset = 0; offset < region->size; offset += PAGE_SIZE) {
        const u32 *entry = space_entry(space, space->linear + region->base +
                                              offset);
        if (entry && *entry & ENTRY_PRESENT)
            return true;
    }
    return false;
}

static int check(const struct region *region)
{
    if (region->space != NMM_UPS || region->flags & REGION_IMAGE ||
        !(realise_is_plain(region) || is_window(region)))
        return E_INVALID;
    if (region->shares || region->segments ||
        (is_window(region) && is_mapped(region)))
        return E_BUSY;
    return E_OK;
}

int region_give(u32 handle, u32 module)
{
    struct region *region = region_of(handle);

    if (!region || !can_own(module))
        return E_HANDLE;
    const int error = check(region);
    if (error)
        return error;
    region_own(region, module);
    if (is_window(region))
        realise_create(region);         /* its pages carry the owner's tag */
    return E_OK;
}
