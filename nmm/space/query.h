/* SPDX-License-Identifier: MIT */
/* What a frame is, and whose. */
#pragma once

#include "../nmm.h"

/* FrameStatus: 0, E_RANGE, E_INVALID. */
int query_frame(paddr_t address, struct frame_info *info);
