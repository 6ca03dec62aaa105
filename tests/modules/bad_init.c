/* SPDX-License-Identifier: MIT */
/* Takes a region, and then refuses to be loaded. */
#include "deimos.h"

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int init(int self)
{
    (void)self;
    nmm->create_region(NMM_UPS, 0, 3 * PAGE_SIZE, 0, NULL);
    return E_UNSUPPORTED;
}

DEIMOS_MODULE("bad_init", MODULE_SYSTEM, .init = init);
