/* SPDX-License-Identifier: MIT */
/* Installing the runtime page. */
#include "runtime.h"

#include "../memory/memory.h"
#include "../lib/string.h"

void runtime_init(void)
{
    memcpy((void *)(memory.ups + RUNTIME_BASE), runtime_start,
           (u32)(runtime_end - runtime_start));
}
