/* SPDX-License-Identifier: MIT */
/*
 * Wants to give back the region of its own image, from code that it has copied
 * out of it: whoever is loaded next would lie there.
 */
#include "deimos.h"
#include "null.h"

#define CODE 128                /* bytes: more than vanish() has */

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLES(slots, 8, null, "null");

/* Nothing in it depends on where it lies. */
static __attribute__((noinline)) int vanish(int (*destroy)(u32), u32 region)
{
    volatile int error = destroy(region);

    return error;
}

static int run(void)
{
    struct region_info copy, image;
    const int code = nmm->create_region(NMM_UPS, 0, PAGE_SIZE, 0, &copy);
    int (*vanish_there)(int (*)(u32), u32) = (void *)copy.base;

    if (code < 0)
        return code;
    nmm->query_region(NMM_UPS, (u32)&slots, &image);
    for (u32 i = 0; i < CODE; i++)
        ((u8 *)copy.base)[i] = ((const u8 *)vanish)[i];
    const int error = vanish_there((int (*)(u32))nmm->destroy_region,
                                   image.region);
    nmm->destroy_region((u32)code);
    return error;
}

/* Asks for a region with such flags. */
static int create(u32 flags)
{
    return nmm->create_region(NMM_UPS, 0, PAGE_SIZE, flags, NULL);
}

static const struct {
    int (*run)(void), (*create)(u32 flags);
} table = { run, create };

DEIMOS_MODULE("vanisher", MODULE_SYSTEM);
DEIMOS_INTERFACE("vanisher", "vanisher", table, "run create");
