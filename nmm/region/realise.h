/* SPDX-License-Identifier: MIT */
/*
 * What a region is made of: entries of the dormant tables and tags of the
 * frame table (UPS), mappings (VSAS), nothing (core: always mapped).
 */
#pragma once

#include <stdbool.h>

#include "../../core/api/types.h"
#include "../space/region.h"

/* Can a region of this kind be in this space? Else E_INVALID. */
int realise_check(const struct region_request *request);

/* Before a region of a VSAS: its backing, if it wants one, and room for its
 * tables. The backing's handle, 0 if it has none, or an error. */
int realise_backing(const struct region_request *request, u32 base);

void realise_create(const struct region *region);
void realise_destroy(const struct region *region);

/* Does it map itself, in the UPS or a part of it? */
bool realise_is_plain(const struct region *region);
/* One more local segment lies on a plain region; one less. */
void realise_enter(struct region *region);
void realise_leave(struct region *region);

/* The physical address of the first frame, or 0 if that is nobody's to
 * tell. */
paddr_t realise_frame(const struct region *region);
