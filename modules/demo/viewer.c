/* SPDX-License-Identifier: MIT */
/* An application that draws on whatever display it is bound to. */
#include "screen.h"

#include "deimos.h"

DEIMOS_RECEPTACLE(display, display, "display", .pairs = "<moduleName, viewer>");

struct viewer { int (*view)(int what); };

static int view(int what)
{
    volatile int shown = display->draw(what);

    return shown;
}

static const struct viewer table = { .view = view };

DEIMOS_MODULE("viewer", MODULE_APPLICATION);
DEIMOS_INTERFACE("viewer", "viewer", table, "view");
