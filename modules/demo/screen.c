/* SPDX-License-Identifier: MIT */
/*
 * One screen, two kinds of service that would spoil each other's picture.
 * The predicate arbitrates: the services that it names share with nobody,
 * and a client without a name is refused.
 */
#include "screen.h"

#include "deimos.h"

static int show(int what)
{
    return what;
}

static const struct screen table = { .show = show };

#define ALONE(name) \
    "compatible(<moduleName, " name ">, <moduleName, " name ">)"

DEIMOS_MODULE("screen", MODULE_SYSTEM);
DEIMOS_INTERFACE("screen", "screen", table, "show",
    .pairs = "<moduleName, screen>",
    .predicate = ALONE("text") " and " ALONE("plot"));
