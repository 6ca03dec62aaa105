/* SPDX-License-Identifier: MIT */
/*
 * Experiment rlookup: which page maps this frame? PhysToVirt on a space with
 * x mappings of x distinct frames, page i to frame i of one pool. scan looks
 * for the frame of the last page in scan order, miss for one more frame that
 * no page maps. The window is the same for every x, so that x alone varies.
 */
#include "../../modules/deimos.h"

#define MAPPINGS_MAX 65536u
#define WINDOW_SIZE (MAPPINGS_MAX * PAGE_SIZE)
#define NOT_CALLED 3u           /* odd, and not PHYS_NOT_MAPPED */

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int space, pool;         /* handles; 0: none */
static paddr_t target;          /* the frame to look for */
static u32 expected, found;     /* its page, or PHYS_NOT_MAPPED */

static laddr_t page_of(u32 index)
{
    return NMM_WINDOW_BASE + index * PAGE_SIZE;
}

static int map_pages(paddr_t first, u32 count)
{
    for (u32 i = 0; i < count; i++) {
        u32 entry = (first + i * PAGE_SIZE) | MAP_PRESENT | MAP_WRITE;
        int error = nmm->create_page_mapping(space, page_of(i), entry);

        if (error < 0)
            return error;
    }
    return 0;
}

/* A space with x mappings; the pool has one frame more. */
static int create(u32 x, struct region_info *frames)
{
    if (x < 1 || x > MAPPINGS_MAX)
        return E_RANGE;
    pool = nmm->create_region(NMM_UPS, 0, (x + 1) * PAGE_SIZE,
                              REGION_FRAMES, frames);
    if (pool < 0)
        return pool;
    space = nmm->create_page_table(NMM_WINDOW_BASE, WINDOW_SIZE);
    return space < 0 ? space : map_pages(frames->frame, x);
}

static int set_up_scan(u32 x)
{
    struct region_info frames;
    int error = create(x, &frames);

    if (error < 0)
        return error;
    target = frames.frame + (x - 1) * PAGE_SIZE;
    expected = page_of(x - 1);
    return 0;
}

static int set_up_miss(u32 x)
{
    struct region_info frames;
    int error = create(x, &frames);

    if (error < 0)
        return error;
    target = frames.frame + x * PAGE_SIZE;
    expected = PHYS_NOT_MAPPED;
    return 0;
}

static int prepare(void)
{
    found = NOT_CALLED;
    return 0;
}

static void body(void)
{
    found = nmm->phys_to_virt(space, target);
}

static int check(void)
{
    return found == expected ? 0 : E_VERIFY;
}

static int tear_down(void)
{
    int error = space > 0 ? nmm->destroy_page_table(space) : 0;

    if (error >= 0 && pool > 0)
        error = nmm->destroy_region(pool);
    space = 0;
    pool = 0;
    return error;
}

/* ORDER: setup, prepare, body, check, teardown */
static const struct experiment scan = {
    set_up_scan, prepare, body, check, tear_down,
};
static const struct experiment miss = {
    set_up_miss, prepare, body, check, tear_down,
};

DEIMOS_MODULE("bench_rlookup", MODULE_SYSTEM);
DEIMOS_INTERFACE("scan", "experiment", scan, EXPERIMENT_METHODS);
DEIMOS_INTERFACE("miss", "experiment", miss, EXPERIMENT_METHODS);
