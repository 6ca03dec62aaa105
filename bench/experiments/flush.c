/* SPDX-License-Identifier: MIT */
/*
 * Experiment flush: x pages change and leave the TLB, by each strategy; then
 * each is touched again, so that the refill that a strategy causes is a part
 * of what it costs (design section 8, number 7).
 *
 * The change is the accessed bit, cleared. Proof of a sample: the processor
 * sets that bit only when it loads a TLB entry, so after the touch it is set
 * on every page if each of them had left the TLB. `none` flushes nothing:
 * its proof is taken before the touch.
 */
#include "../../modules/deimos.h"

#define PAGES_MAX 1024u         /* as many as one page table has */
#define TABLE_SPAN (PAGES_MAX * PAGE_SIZE)

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int window, pool;        /* regions; 0: none */
static saddr_t base;            /* of the window */
static u32 pages;               /* x */
static int paging_before = -1;
static volatile int result;

static int map_pages(paddr_t frame)
{
    for (u32 i = 0; i < pages; i++) {
        const u32 offset = i * PAGE_SIZE;
        const int error = nmm->create_page_mapping(
            NMM_UPS, base + offset, (frame + offset) | MAP_PRESENT |
            MAP_WRITE);

        if (error < 0)
            return error;
    }
    return 0;
}

/* The pages are those of one page table, wherever the UPS begins. */
static saddr_t align(saddr_t at)
{
    u32 ups_base;

    GRAPH_READ(system.ups_base, ups_base);
    return ((ups_base + at + TABLE_SPAN - 1) & ~(TABLE_SPAN - 1)) - ups_base;
}

static int set_up(u32 x)
{
    struct region_info info;

    if (x < 1 || x > PAGES_MAX)
        return E_RANGE;
    pages = x;
    window = nmm->create_region(NMM_UPS, 0, x * PAGE_SIZE + TABLE_SPAN,
                                REGION_SELF_BACKED, &info);
    if (window < 0)
        return window;
    base = align(info.base);
    pool = nmm->create_region(NMM_UPS, 0, x * PAGE_SIZE, REGION_FRAMES,
                              &info);
    if (pool < 0)
        return pool;
    paging_before = nmm->paging(1);
    return paging_before < 0 ? paging_before : map_pages(info.frame);
}

static int tear_down(void)
{
    int error = 0;

    if (paging_before >= 0)
        nmm->paging((u32)paging_before);
    paging_before = -1;
    if (window > 0)
        error = nmm->destroy_region(window);
    if (pool > 0 && error >= 0)
        error = nmm->destroy_region(pool);
    window = pool = 0;
    return error;
}

static inline void touch(void)
{
    for (u32 i = 0; i < pages; i++)
        (void)*(volatile u32 *)(base + i * PAGE_SIZE);
}

/* Every page is in the TLB, as far as that holds them. */
static int prepare(void)
{
    touch();
    result = E_VERIFY;
    return 0;
}

static int is_accessed(u32 i)
{
    const int bits = nmm->page_attributes(NMM_UPS, base + i * PAGE_SIZE, 1, 0,
                                          0, FLUSH_NONE);

    return bits < 0 ? bits : !!(bits & MAP_ACCESSED);
}

static int check(void)
{
    if (result < 0)
        return result;
    for (u32 i = 0; i < pages; i++)
        if (is_accessed(i) != 1)
            return E_VERIFY;
    return 0;
}

static int check_none(void)
{
    if (result < 0)
        return result;
    for (u32 i = 0; i < pages; i++)
        if (is_accessed(i) != 0)
            return E_VERIFY;
    return 0;
}

static inline void change(u32 strategy)
{
    result = nmm->page_attributes(NMM_UPS, base, pages, MAP_ACCESSED, 0,
                                  strategy);
}

static void body_none(void)
{
    change(FLUSH_NONE);
}

/* ORDER: setup, prepare, body, check, teardown */
#define CASE(name_, strategy_)                                              \
    static void body_##name_(void)                                          \
    {                                                                       \
        change(strategy_);                                                  \
        touch();                                                            \
    }                                                                       \
    static const struct experiment name_ = {                                \
        set_up, prepare, body_##name_, check, tear_down,                    \
    };                                                                      \
    DEIMOS_INTERFACE(#name_, "experiment", name_, EXPERIMENT_METHODS)

DEIMOS_MODULE("bench_flush", MODULE_SYSTEM);

static const struct experiment none = {
    set_up, prepare, body_none, check_none, tear_down,
};
DEIMOS_INTERFACE("none", "experiment", none, EXPERIMENT_METHODS);
CASE(invlpg, FLUSH_INVLPG);
CASE(cr3, FLUSH_CR3);
CASE(pge, FLUSH_PGE);
CASE(pg, FLUSH_PG);
CASE(best, FLUSH_BEST);
