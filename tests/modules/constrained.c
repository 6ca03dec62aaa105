/* SPDX-License-Identifier: MIT */
/* Interfaces and receptacles with constraints, for both sides' checks. */
#include "deimos.h"

static int one(void)
{
    return 1;
}

struct one { int (*one)(void); };
static const struct one table = { one };

DEIMOS_MODULE("constrained", MODULE_SYSTEM);
DEIMOS_INTERFACE("open", "one", table, "one",
                 .pairs = "<moduleName, \"constrained\"> <level, 2>");
DEIMOS_INTERFACE("picky", "one", table, "one",
                 .pairs = "<level, 2>",
                 .predicate = "<moduleName, \"friend\"> and <level, 2>");
DEIMOS_RECEPTACLE(friendly, one, "one",
                  .pairs = "<moduleName, \"friend\"> <level, 2>");
DEIMOS_RECEPTACLE(stranger, one, "one", .pairs = "<moduleName, \"other\">");
DEIMOS_RECEPTACLE(text_level, one, "one",
                  .pairs = "<moduleName, \"friend\"> <level, \"2\">");
DEIMOS_RECEPTACLE(demanding, one, "one",
                  .predicate = "<moduleName, \"constrained\">");
DEIMOS_RECEPTACLE(null, one, "null");
