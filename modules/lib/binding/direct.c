/* SPDX-License-Identifier: MIT */
/* Nothing to reserve, nothing pending, nothing counted. */
#include "direct.h"

#include "../../../core/api/error.h"

int direct_start(u32 capacity)
{
    (void)capacity;
    return 0;
}

int direct_stop(void)
{
    return 0;
}

int direct_flush(void)
{
    return 0;
}

int direct_count(u32 what)
{
    (void)what;
    return E_UNSUPPORTED;
}
