/* SPDX-License-Identifier: MIT */
/* An application that offers what only a binding module may. */
#include "deimos.h"

static int one(void)
{
    return 1;
}

static int (*const table[])(void) = { one };

DEIMOS_MODULE("bad_binding", MODULE_APPLICATION);
DEIMOS_INTERFACE("binding", "binding", table, "one");
