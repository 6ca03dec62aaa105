/* SPDX-License-Identifier: MIT */
/* What asked_map.S knows of C (core/api/offset.h). */
#include "../../../core/api/offset.h"
#include "../../api/memory.h"

void offsets(void)
{
    OFFSET(MEMORY_MAP, memory, map);
    VALUE(NOT_NEAR, ~(PAGE_SIZE - 1) | (sizeof(u32) - 1));
}
