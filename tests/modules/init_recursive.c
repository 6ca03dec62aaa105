/* SPDX-License-Identifier: MIT */
/* Loads itself in its init, and that one does the same. */
#include "asking.h"

static int init(int self)
{
    (void)self;
    const int module = cm->load("init_recursive");

    return module < 0 ? module : 0;
}

DEIMOS_MODULE("init_recursive", MODULE_SYSTEM, .init = init);
