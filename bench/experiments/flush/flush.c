/* SPDX-License-Identifier: MIT */
/*
 * Experiment flush: x pages change and leave the TLB, by each strategy; then
 * each is touched again, so that the refill that a strategy causes is a part
 * of what it costs.
 *
 * Before it, each page is written: it is writable, accessed, dirty, and in the
 * TLB as such. The change clears all three bits. Proof of a sample: a store to
 * each page faults, which it does only if the entry in memory has changed and
 * the old one has left the TLB. And the touch has set the accessed bit again,
 * which the processor does only when it loads a TLB entry, but not the dirty
 * bit. `none` flushes and touches nothing: the accessed bit is clear, and the
 * store faults after a flush of the proof's own.
 */
#include "../../lib/give_back.h"
#include "../../lib/mapped.h"

#define PAGES_MAX 1024u         /* as many as one page table has */
#define TABLE_SPAN (PAGES_MAX * PAGE_SIZE)
#define PAGE_FAULT 14
#define CHANGED (MAP_WRITE | MAP_ACCESSED | MAP_DIRTY)

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");

/* flush.S */
int flush_store(saddr_t page);
void flush_fault(void);

static int window, backing;     /* regions; 0: none */
static saddr_t base;            /* of the window */
static u32 pages;               /* x */
static int paging_before = -1;
static int attached;            /* vector 14 is ours */
static volatile int result;


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
    backing = nmm->create_region(NMM_UPS, 0, x * PAGE_SIZE, REGION_FRAMES,
                              &info);
    if (backing < 0)
        return backing;
    int error = vector->attach(PAGE_FAULT, flush_fault);
    attached = error >= 0;
    if (error >= 0)
        error = paging_before = nmm->paging(1);
    return error < 0 ? error : mapped_pages(nmm, base, info.frame, pages);
}

static int tear_down(void)
{
    int error = attached ? vector->detach(PAGE_FAULT) : 0;

    attached = 0;
    paging_back(nmm, &paging_before, &error);
    give_back(&window, nmm->destroy_region, &error);
    give_back(&backing, nmm->destroy_region, &error);
    return error;
}

static inline void touch(void)
{
    for (u32 i = 0; i < pages; i++)
        (void)*(volatile u32 *)(base + i * PAGE_SIZE);
}

/* What the processor says of each page; not what the NMM does. */
static int all_stores(int expected)
{
    for (u32 i = 0; i < pages; i++)
        if (flush_store(base + i * PAGE_SIZE) != expected)
            return E_VERIFY;
    return 0;
}

/* Every page is in the TLB, as far as that holds them, and may be written. */
static int prepare(void)
{
    result = E_VERIFY;
    const int error = nmm->page_attributes(NMM_UPS, base, pages, 0, MAP_WRITE,
                                           FLUSH_CR3);
    return error < 0 ? error : all_stores(1);
}

/* Of the bits that change, each page has those in memory. */
static int all_have(int bits)
{
    for (u32 i = 0; i < pages; i++) {
        const int now = nmm->page_attributes(NMM_UPS, base + i * PAGE_SIZE, 1,
                                             0, 0, FLUSH_NONE);
        if (now < 0 || (now & CHANGED) != bits)
            return E_VERIFY;
    }
    return 0;
}

/* The first page as it was before the change. */
static int has_answered(void)
{
    return result >= 0 && (result & CHANGED) == CHANGED;
}

static int check(void)
{
    if (!has_answered())
        return result < 0 ? result : E_VERIFY;
    return all_have(MAP_ACCESSED) < 0 ? E_VERIFY : all_stores(0);
}

static int check_none(void)
{
    if (!has_answered())
        return result < 0 ? result : E_VERIFY;
    if (all_have(0) < 0 || nmm->flush(NMM_UPS, base, pages, FLUSH_CR3) < 0)
        return E_VERIFY;
    return all_stores(0);
}

static inline void change(u32 strategy)
{
    result = nmm->page_attributes(NMM_UPS, base, pages, CHANGED, 0, strategy);
}

static void body_none(void)
{
    change(FLUSH_NONE);
}

#define CASE(name_, strategy_)                                              \
    static void body_##name_(void)                                          \
    {                                                                       \
        change(strategy_);                                                  \
        touch();                                                            \
    }                                                                       \
    EXPERIMENT(name_, set_up, prepare, body_##name_, check, tear_down)

DEIMOS_MODULE("bench_flush", MODULE_SYSTEM);

EXPERIMENT(none, set_up, prepare, body_none, check_none, tear_down);
CASE(invlpg, FLUSH_INVLPG);
CASE(cr3, FLUSH_CR3);
CASE(pge, FLUSH_PGE);
CASE(pg, FLUSH_PG);
CASE(best, FLUSH_BEST);
