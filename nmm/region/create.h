/* SPDX-License-Identifier: MIT */
/* Regions made and unmade, as the core itself, the CM and the loader ask for
 * it: no check of who may. */
#pragma once

#include "../../core/api/types.h"
#include "../space/region.h"

/* CreateRegion: the handle, or an error of nmm.h. *base, if not NULL, becomes
 * its address. */
int region_request(const struct region_request *request, u32 *base);

/* The same, spelled out. 0 or an error. */
int region_create(u32 owner, u32 space, u32 base, u32 size, u32 flags,
                  u32 *handle, u32 *at);

/* E_HANDLE, E_BUSY. */
int region_destroy(u32 handle);

/* The two halves of region_destroy(). check: E_BUSY while a page elsewhere
 * maps its frames. apply: cannot fail, and drops its mappings. */
int region_check_destroy(const struct region *region);
void region_apply_destroy(struct region *region);
