/* SPDX-License-Identifier: MIT */
#pragma once

#include "../../../core/api/types.h"

/* With other sizes, 0: as they are. After an error the old ones hold. */
int init_again(u32 frames, u32 pages, u32 window);
