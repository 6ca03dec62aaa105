/* SPDX-License-Identifier: MIT */
/* A method table that leads out of the module. */
#include "deimos.h"

static void *const table[] = { (void *)0x100 };

DEIMOS_MODULE("bad_manifest", MODULE_SYSTEM);
DEIMOS_INTERFACE("out", "out", table, "out");
