/* SPDX-License-Identifier: MIT */
/* A constraint that is no constraint. */
#include "deimos.h"

static int one(void)
{
    return 1;
}

static int (*const table[])(void) = { one };

DEIMOS_MODULE("bad_predicate", MODULE_SYSTEM);
DEIMOS_INTERFACE("one", "one", table, "one", .predicate = "<level, ");
