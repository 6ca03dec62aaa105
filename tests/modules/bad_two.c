/* SPDX-License-Identifier: MIT */
/* Calls itself two modules. */
#include "deimos.h"

DEIMOS_MODULE("bad_two", MODULE_SYSTEM);
DEIMOS_MODULE("bad_three", MODULE_SYSTEM);
