/* SPDX-License-Identifier: MIT */
/* Its init asks "waiter" for a load of "wakes", so that two wait. */
#include "deimos.h"

#include "waiter.h"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

static int init(int self)
{
    const int result = cm->load("wakes");

    (void)self;
    return result == E_DIED ? 0 : E_VERIFY;
}

DEIMOS_MODULE("wakes_deep", MODULE_SYSTEM, .init = init);
