/* SPDX-License-Identifier: MIT */
#pragma once

#include "../../../core/api/types.h"

/* With other sizes, in pages, 0: as they are. After an error the old ones
 * hold. */
int init_again(u32 frame_count, u32 page_count, u32 window);
