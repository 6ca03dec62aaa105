/* SPDX-License-Identifier: MIT */
/* What is where, and whose. */
#pragma once

#include "../nmm.h"

/* What is at an address; the region's handle, 0 for a free stretch, or
 * E_HANDLE (space), E_RANGE. */
int region_query(u32 space, u32 address, struct region_info *info);

/* FrameStatus: 0, E_RANGE, E_INVALID. */
int query_frame(paddr_t address, struct frame_info *info);
