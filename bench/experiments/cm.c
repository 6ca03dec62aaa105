/* SPDX-License-Identifier: MIT */
/*
 * Experiment cm: what does it cost to unload the configuration manager, the
 * loader with it? A system can do so once: a one-shot row (samples = 0).
 * Afterwards nothing can be loaded, bound or unbound.
 */
#include "../../core/api/selectors.h"
#include "deimos.h"
#include "../lib/look.h"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

static int manager;             /* the CM's handle */
static int result;              /* of the timed operation */
static u32 limit_before;

/* The processor's word: where the segment of ring 1 ends. */
static u32 ups_limit(void)
{
    return look_limit(UPS_DS, 0);
}

static int set_up(u32 x)
{
    (void)x;
    manager = cm->find("cm");
    return manager;
}

static int prepare(void)
{
    limit_before = ups_limit();
    result = E_VERIFY;
    return 0;
}

static void body(void)
{
    result = cm->unload(manager);
}

static int check(void)
{
    if (result < 0)
        return result;
    return cm->find("cm") == E_GONE && cm->load("null") == E_GONE &&
           ups_limit() > limit_before ? 0 : E_VERIFY;
}

static int tear_down(void)
{
    return 0;
}

DEIMOS_MODULE("bench_cm", MODULE_SYSTEM);
EXPERIMENT(unload, set_up, prepare, body, check, tear_down);
