/* SPDX-License-Identifier: MIT */
/* An interface of type console that is none. */
#include "deimos.h"

#define ANSWER 4711

static int answer(void)
{
    return ANSWER;
}

static const struct console table = {
    (void *)answer, (void *)answer, (void *)answer,
};

DEIMOS_MODULE("fake_console", MODULE_SYSTEM);
DEIMOS_INTERFACE("console", "console", table, CONSOLE_METHODS);
