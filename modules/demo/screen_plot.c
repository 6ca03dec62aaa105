/* SPDX-License-Identifier: MIT */
/* A service that shows plot on the screen, and nothing else beside it; for
 * whoever has a name, as long as no module "lock" is bound (lock.c). */
#include "screen.h"

#include "deimos.h"

#define PLOT 2000

DEIMOS_RECEPTACLE(screen, screen, "screen", .pairs = "<moduleName, plot>");

static int draw(int what)
{
    return screen->show(PLOT + what);
}

static const struct display table = { .draw = draw };

DEIMOS_MODULE("screen_plot", MODULE_SYSTEM);
DEIMOS_INTERFACE("display", "display", table, "draw",
                 .pairs = "<moduleName, plot>",
                 .predicate = "<moduleName, wildcard()> and not before("
                              "<moduleName, lock>, <moduleName, wildcard()>)");
