/* SPDX-License-Identifier: MIT */
/* A memory module of the paper's Figure 3, as far as constraints see it. */
#include "deimos.h"

#define PAIRS "<moduleName, \"segmented_mem_model\">"

static int one(void)
{
    return 1;
}

struct one { int (*one)(void); };
static const struct one table = { one };

DEIMOS_MODULE("figure3_segmented", MODULE_SYSTEM);
DEIMOS_RECEPTACLE(memory, one, "memory", .pairs = PAIRS,
                  .predicate = "<mem_requirement, wildcard()> and "
                               "bindcount() = 0");
DEIMOS_INTERFACE("model", "model", table, "one", .pairs = PAIRS);
