/* SPDX-License-Identifier: MIT */
/* The flat memory module of the paper's Figure 3, which bench_constraints
 * finds bound already: a receptacle and its pairs. */
#include "deimos.h"
#include "null.h"

DEIMOS_MODULE("bench_flat", MODULE_SYSTEM);
DEIMOS_RECEPTACLE(memory, null, "null",
                  .pairs = "<moduleName, \"flat_mem_model\">",
                  .predicate = "<mem_requirement, wildcard()>");
