/* SPDX-License-Identifier: MIT */
/* Its second method is nowhere. */
#include "deimos.h"

static int one(void)
{
    return 1;
}

static const void *const table[] = { one, (const void *)0x10 };

DEIMOS_MODULE("bad_method", MODULE_SYSTEM);
DEIMOS_INTERFACE("method", "method", table, "one two");
