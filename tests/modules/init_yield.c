/* SPDX-License-Identifier: MIT */
/* Asks for a switch in its initialisation, where none is possible. */
#include "concurrency.h"
#include "deimos.h"

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency", .from = "coop");

static int init(int self)
{
    (void)self;
    return threads->yield();
}

DEIMOS_MODULE("init_yield", MODULE_APPLICATION, .init = init);
