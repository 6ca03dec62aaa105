/* SPDX-License-Identifier: MIT */
/* Wants to be bound to a module that is not there. */
#include "deimos.h"

DEIMOS_MODULE("bad_provider", MODULE_SYSTEM);
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(console, console, "console", .from = "nobody");
