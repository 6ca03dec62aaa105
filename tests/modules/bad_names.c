/* SPDX-License-Identifier: MIT */
/* Two names for one method. */
#include "deimos.h"

static int one(void)
{
    return 1;
}

static int (*const table[])(void) = { one };

DEIMOS_MODULE("bad_names", MODULE_SYSTEM);
DEIMOS_INTERFACE("names", "names", table, "one two");
