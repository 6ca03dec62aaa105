/* SPDX-License-Identifier: MIT */
/*
 * Regions that show the frames of another region. Both have one owner, so
 * that taking back all that a module owned can begin with its shares; the
 * space may be another module's. Such a foreign share keeps what it maps:
 * its entries are ENTRY_SHARED, and the space's owner only reads their bits.
 *
 * Invariant: region->shares counts the regions whose `backing` it is and that are
 * REGION_SHARED, and its holds (hold.h); a share of a share is one of the first
 * region.
 */
#pragma once

#include "../../core/api/types.h"

struct share_request {
    u32 owner;                  /* handle of the module that asks */
    u32 region, space, base;
    u32 flags;                  /* enum mapping_flags: write, user */
};

/* ShareRegion: the new region's handle, or E_HANDLE, E_OWNER (region),
 * E_INVALID (region is self-backed, the space no VSAS, flags), E_RANGE,
 * E_BUSY (pages there, or a frame borrowed by another), E_FULL, E_NOMEM. */
int share_create(const struct share_request *request);
