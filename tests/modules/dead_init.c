/* SPDX-License-Identifier: MIT */
/* Dies in its own initialisation, with a region in its hands. */
#include "deimos.h"

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int init(int self)
{
    volatile int zero = 0;

    nmm->create_region(NMM_UPS, 0, 3 * PAGE_SIZE, 0, NULL);
    return self / zero;
}

DEIMOS_MODULE("dead_init", MODULE_SYSTEM, .init = init);
