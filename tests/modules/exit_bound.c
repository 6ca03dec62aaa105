/* SPDX-License-Identifier: MIT */
/* Lets another module bind to it in its exit, the first time. */
#include "asking.h"

static int self;

static int one(void)
{
    return 1;
}

static const struct { int (*one)(void); } table = { one };

static int init(int handle)
{
    self = handle;
    return 0;
}

static void leave(void)
{
    if (!result)
        result = cm->bind(cm->load("asker"), "other", self, "asker");
}

DEIMOS_MODULE("exit_bound", MODULE_SYSTEM, .init = init, .exit = leave);
DEIMOS_INTERFACE("asker", "asker", table, "one");
