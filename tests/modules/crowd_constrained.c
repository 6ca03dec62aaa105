/* SPDX-License-Identifier: MIT */
/* Many interfaces and receptacles, each with a constraint. */
#include "crowd.h"

#include "deimos.h"

#define ONE(n_)                                                             \
    DEIMOS_INTERFACE(#n_, "crowd", crowd_table, "none",                     \
                     .pairs = "<number, " #n_ ">");                         \
    DEIMOS_RECEPTACLE(n_, crowd, "crowd", .predicate = "<number, " #n_ ">")

DEIMOS_MODULE("crowd_constrained", MODULE_SYSTEM);
CROWD_OF_16(ONE);
