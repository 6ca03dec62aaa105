/* SPDX-License-Identifier: MIT */
/* A symbol that nobody defines. */
#include "deimos.h"

int missing_function(void);

static int one(void)
{
    return missing_function();
}

static int (*const table[])(void) = { one };

DEIMOS_MODULE("bad_symbol", MODULE_SYSTEM);
DEIMOS_INTERFACE("one", "one", table, "one");
