/* SPDX-License-Identifier: MIT */
/* Loads a module and binds to it in its exit. */
#include "asking.h"

static int self;

static int init(int handle)
{
    self = handle;
    return 0;
}

static void leave(void)
{
    cm->bind(self, "null", cm->load("null"), "null");
    null->null();
}

DEIMOS_MODULE("exit_load", MODULE_SYSTEM, .init = init, .exit = leave);
