/* SPDX-License-Identifier: MIT */
/* A service that shows text on the screen, and nothing else beside it; for
 * whoever has a name, as long as no module "lock" is bound (lock.c). */
#include "screen.h"

#include "deimos.h"

#define TEXT 1000

DEIMOS_RECEPTACLE(screen, screen, "screen", .pairs = "<moduleName, text>");

static int draw(int what)
{
    return screen->show(TEXT + what);
}

static const struct display table = { .draw = draw };

DEIMOS_MODULE("screen_text", MODULE_SYSTEM);
DEIMOS_INTERFACE("display", "display", table, "draw",
                 .pairs = "<moduleName, text>",
                 .predicate = "<moduleName, wildcard()> and not before("
                              "<moduleName, lock>, <moduleName, wildcard()>)");
