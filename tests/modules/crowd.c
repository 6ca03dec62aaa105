/* SPDX-License-Identifier: MIT */
/* Many interfaces, all alike. */
#include "crowd.h"

#include "deimos.h"

#define ONE(n_) DEIMOS_INTERFACE(#n_, "crowd", crowd_table, "none")

DEIMOS_MODULE("crowd", MODULE_SYSTEM);
CROWD_OF_16(ONE);
