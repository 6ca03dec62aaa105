/* SPDX-License-Identifier: MIT */
/*
 * The smallest initial user module: says that it runs, and ends the run.
 * `make run IUM=mini` selects it, or `ium=mini` on the kernel command line.
 */
#include "deimos.h"

#include "../../core/api/ium.h"

DEIMOS_RECEPTACLE(console, console, "console", .from = "console");

static int run(void)
{
    static const char text[] = "mini: the initial user module runs\n";

    console->write(CONSOLE_TEXT, text, sizeof(text) - 1);
    return EXIT_PASS;
}

static const struct ium table = { .main = run };

DEIMOS_MODULE("mini", MODULE_APPLICATION);
DEIMOS_INTERFACE(IUM_INTERFACE, IUM_TYPE, table, IUM_METHODS);
