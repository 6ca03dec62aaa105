/* SPDX-License-Identifier: MIT */
/* Maps common frames of others, and cannot give them back: it could not fault
 * if somebody took them. */
#include "deimos.h"
#include "memory.h"

#define PAGES 64

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

struct holder {
    int (*take)(paddr_t frame);
    int (*drop)(u32 index);
    int (*check)(void);
};

static u32 window, held, asked;
static u8 dropped[PAGES];

static u32 *page(u32 index)
{
    return (u32 *)(window + index * PAGE_SIZE);
}

/* Map it, and write to it. */
static int take(paddr_t frame)
{
    if (held == PAGES)
        return E_FULL;
    int error = nmm->create_page_mapping(NMM_UPS, (u32)page(held),
                                         frame | MAP_PRESENT | MAP_WRITE);
    if (error < 0)
        return error;
    for (u32 i = 0; i < PAGE_SIZE / 4; i++)
        page(held)[i] = ~held;
    held++;
    return E_OK;
}

static int drop(u32 index)
{
    dropped[index] = 1;
    return nmm->invalidate_page_mapping(NMM_UPS, (u32)page(index));
}

/* How many words are not as they were. */
static int check(void)
{
    int wrong = 0;

    for (u32 n = 0; n < held; n++)
        for (u32 i = 0; i < PAGE_SIZE / 4 && !dropped[n]; i++)
            wrong += page(n)[i] != ~n;
    return wrong;
}

static int release_frame(paddr_t frame)
{
    (void)frame;
    asked++;
    return E_BUSY;
}

static int usage(int space, struct memory_usage *to)
{
    (void)space;
    to->lost = asked;
    return E_OK;
}

static int none(void)
{
    return E_NOT_APPLICABLE;
}

static const struct holder table = { take, drop, check };
static const struct memory memory_table = {
    .create = none, .destroy = (void *)none, .load = (void *)none,
    .run = (void *)none, .map = (void *)none, .unmap = (void *)none,
    .protect = (void *)none, .grow = (void *)none, .share = (void *)none,
    .attach = (void *)none, .copy = (void *)none, .read = (void *)none,
    .write = (void *)none, .usage = usage, .release_frame = release_frame,
    .export = (void *)none, .import = (void *)none, .fetch = (void *)none,
    .fill = (void *)none,
};

static int init(int self)
{
    struct region_info info;

    (void)self;
    int error = nmm->create_region(NMM_UPS, 0, PAGE_SIZE,
                                   REGION_FRAMES | REGION_COMMON, NULL);
    if (error > 0)
        error = nmm->create_region(NMM_UPS, 0, PAGES * PAGE_SIZE,
                                   REGION_SELF_BACKED, &info);
    window = info.base;
    return error < 0 ? error : E_OK;
}

DEIMOS_MODULE("holder_frames", MODULE_SYSTEM, .init = init);
DEIMOS_INTERFACE("holder", "holder", table, "take drop check");
DEIMOS_INTERFACE("memory", "memory", memory_table, MEMORY_METHODS);
