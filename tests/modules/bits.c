/* SPDX-License-Identifier: MIT */
/* A window of the UPS, what the processor does to the bits of its entries,
 * and regions that are made in one state of paging and used in the other. */
#include "deimos.h"

#define PAGES 40u
#define VALUE 0x5eed5eed

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

struct bits {
    int (*start)(void);
    int (*stop)(void);
    int (*attributes)(u32 page, u32 pages, u32 clear, u32 set, u32 strategy);
    int (*read)(u32 page);
    int (*write)(u32 page);
    int (*flush)(u32 page, u32 pages, u32 strategy);
    int (*transparent)(void);
    int (*waiting)(void);
};

#define METHODS \
    "start stop attributes read write flush transparent waiting"

static int window, backing;
static saddr_t base;

static volatile u32 *word(u32 page)
{
    return (volatile u32 *)(base + page * PAGE_SIZE);
}

static int start(void)
{
    struct region_info frames, info;
    int error = 0;

    backing = nmm->create_region(NMM_UPS, 0, PAGES * PAGE_SIZE, REGION_FRAMES,
                              &frames);
    window = nmm->create_region(NMM_UPS, 0, PAGES * PAGE_SIZE,
                                REGION_SELF_BACKED, &info);
    if (backing < 0 || window < 0)
        return E_NOMEM;
    base = info.base;
    for (u32 i = 0; i < PAGES && error >= 0; i++)
        error = nmm->create_page_mapping(NMM_UPS, base + i * PAGE_SIZE,
                                         (frames.frame + i * PAGE_SIZE) |
                                         MAP_PRESENT | MAP_WRITE);
    return error < 0 ? error : nmm->paging(1);
}

static int stop(void)
{
    int before = nmm->paging(0);

    nmm->destroy_region(window);
    nmm->destroy_region(backing);
    return before;
}

static int attributes(u32 page, u32 pages, u32 clear, u32 set, u32 strategy)
{
    return nmm->page_attributes(NMM_UPS, base + page * PAGE_SIZE, pages,
                                clear, set, strategy);
}

static int read(u32 page)
{
    return (int)(*word(page) & 0);
}

static int write(u32 page)
{
    *word(page) = VALUE;
    return 0;
}

static int flush(u32 page, u32 pages, u32 strategy)
{
    return nmm->flush(NMM_UPS, base + page * PAGE_SIZE, pages, strategy);
}

/* A region of the former PSAS, made while paging is on, is its own memory:
 * its address holds when paging is off. */
static int transparent(void)
{
    struct region_info info, self;
    int error = E_VERIFY, region, other;

    nmm->paging(1);
    region = nmm->create_region(NMM_UPS, 0, PAGE_SIZE, 0, &info);
    other = nmm->create_region(NMM_UPS, 0, PAGE_SIZE, REGION_SELF_BACKED,
                               &self);
    *(volatile u32 *)info.base = VALUE;
    if (info.status == REGION_USED && self.status == REGION_USED &&
        self.frame == 0)
        error = 0;
    nmm->paging(0);
    if (*(volatile u32 *)info.base != VALUE ||
        nmm->phys_to_virt(NMM_UPS, info.frame) != info.base)
        error = E_VERIFY;
    nmm->query_region(NMM_UPS, self.base, &self);
    if (self.status != REGION_INVALID)
        error = E_VERIFY;
    nmm->destroy_region(other);
    nmm->destroy_region(region);
    return error;
}

/* What is mapped waits while paging is off; what is mapped then is there. */
static int waiting(void)
{
    struct region_info info;
    int error = 0;

    *word(1) = VALUE;
    nmm->paging(0);
    nmm->query_region(NMM_UPS, base, &info);
    if (info.status != REGION_INVALID)
        error = E_VERIFY;
    if (nmm->page_attributes(NMM_UPS, base, 1, 0, 0, FLUSH_NONE) < 0)
        error = E_VERIFY;
    nmm->paging(1);
    nmm->query_region(NMM_UPS, base, &info);
    return info.status == REGION_USED && *word(1) == VALUE ? error
                                                           : E_VERIFY;
}

static const struct bits table = {
    start, stop, attributes, read, write, flush, transparent, waiting,
};

DEIMOS_MODULE("bits", MODULE_SYSTEM);
DEIMOS_INTERFACE("bits", "bits", table, METHODS);
