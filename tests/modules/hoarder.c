/* SPDX-License-Identifier: MIT */
/* Takes much of what the NMM gives, and dies with it. */
#include "deimos.h"

#define PLENTY (64u << 20)
#define WINDOW NMM_WINDOW_BASE

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int take(u32 flags)
{
    return nmm->create_region(NMM_UPS, 0, PLENTY, flags, NULL);
}

/* Memory in windows, each page of it mapped, and some of it twice. */
static int take_windows(void)
{
    const int space = nmm->create_page_table(WINDOW, 2 * PLENTY);
    const int region = nmm->create_region((u32)space, WINDOW, PLENTY,
                                          REGION_FIXED, NULL);

    if (space < 0 || region < 0)
        return space < 0 ? space : region;
    return nmm->share_region((u32)region, (u32)space, WINDOW + PLENTY,
                             MAP_PRESENT);
}

static int die(void)
{
    __asm__ volatile("ud2");
    return E_OK;
}

static const struct {
    int (*take)(u32 flags), (*take_windows)(void), (*die)(void);
} table = { take, take_windows, die };

DEIMOS_MODULE("hoarder", MODULE_SYSTEM);
DEIMOS_INTERFACE("hoarder", "hoarder", table, "take take_windows die");
