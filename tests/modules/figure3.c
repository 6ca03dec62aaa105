/* SPDX-License-Identifier: MIT */
/*
 * Interface I1 of the paper's Figure 3, and variations of it: three memory
 * modules may be bound to it, but only flat and paged at the same time. The
 * receptacle `models` is the same scenario in the other direction.
 */
#include "figure3.h"
#include "deimos.h"

static int one(void)
{
    return 1;
}

struct one { int (*one)(void); };
static const struct one table = { one };

DEIMOS_MODULE("figure3", MODULE_SYSTEM);
DEIMOS_INTERFACE("together", "memory", table, "one",
                 .pairs = SELF " <mem_requirement, \"any\">",
                 .predicate = TOGETHER);
DEIMOS_INTERFACE("ordered", "memory", table, "one",
                 .pairs = SELF " <mem_requirement, \"any\">",
                 .predicate = "before(" FLAT ", " PAGED ")");
DEIMOS_INTERFACE("single", "memory", table, "one",
                 .pairs = SELF " <mem_requirement, 1>",
                 .predicate = "bindcount() < 1 and not " SEGMENTED);
DEIMOS_INTERFACE("needless", "memory", table, "one", .pairs = SELF);
DEIMOS_INTERFACE("nameless", "memory", table, "one",
                 .pairs = "<mem_requirement, \"any\">");

#define SLOTS 4

static const struct one *volatile models[SLOTS];
DEIMOS_ENTRY_ models_entry = {
    .magic = MANIFEST_MAGIC, .kind = MANIFEST_RECEPTACLE, .name = "models",
    .type = "model", .table = (void *)models, .count = SLOTS,
    .predicate = TOGETHER " and bindcount() < 3",
};
