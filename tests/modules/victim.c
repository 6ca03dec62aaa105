/* SPDX-License-Identifier: MIT */
/* A module that dies in its only method, wherever it is called. */
#include "deimos.h"

struct victim { int (*undefined)(void); };

static int undefined(void)
{
    __builtin_trap();
}

static const struct victim table = { undefined };

DEIMOS_MODULE("victim", MODULE_SYSTEM);
DEIMOS_INTERFACE("victim", "victim", table, "undefined");
