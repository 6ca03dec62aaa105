/* SPDX-License-Identifier: MIT */
/* A hold counts as a share of the frames: both keep the region. */
#include "hold.h"

#include "../../core/api/error.h"
#include "../space/region.h"
#include "realise.h"

int region_hold(u32 owner, saddr_t base, u32 size, u32 *handle)
{
    struct region *region = region_find(NMM_UPS, base);

    if (!region || region->owner != owner || !realise_is_plain(region) ||
        !size || size > region->size - (base - region->base))
        return E_ADDRESS;
    region->shares++;
    *handle = region->handle;
    return E_OK;
}

void region_unhold(u32 handle)
{
    struct region *region = region_of(handle);

    if (region)
        region->shares--;
}
