/* SPDX-License-Identifier: MIT */
/* Interface I1 of the paper's Figure 3, which bench_constraints binds: flat
 * and paged go together, segmented goes with nothing else. */
#include "deimos.h"
#include "null.h"

#define MODEL(name_) "<moduleName, \"" name_ "_mem_model\">"

static int calls;

static int count_call(void)
{
    return ++calls;
}

static const struct null null = { .null = count_call };

DEIMOS_MODULE("bench_figure3", MODULE_SYSTEM);
DEIMOS_INTERFACE("memory", "null", null, NULL_METHODS,
                 .pairs = "<mem_requirement, \"any\">",
                 .predicate =
                     "compatible(" MODEL("flat") ", " MODEL("paged") ") and "
                     "compatible(" MODEL("segmented") ", "
                                   MODEL("segmented") ")");
