/* SPDX-License-Identifier: MIT */
/*
 * Experiment appel (Appel and Li, ASPLOS 1991): what user programs ask of
 * virtual memory, on any model. A client at ring 3 does the operation and
 * times it; this module sets the scene and is its trap handler. x = 0: pages
 * are taken one after the other, 1: in random order (the same each time).
 *
 *   dirty       is this page dirty? Asked at ring 1 of the model
 *   prot1       write-protect one page
 *   prot100     write-protect 100 pages; in order: one call, at random: 100
 *   unprot100   and make them writable again
 *   trap        store to a protected page; the handler makes it writable
 *   fault       store where nothing is mapped; the handler maps a page
 *   appel1      store to a protected page; the handler protects another one
 *               and makes this one writable
 *   appel2      protect 100 pages, then store to each; the handler makes
 *               it writable. A sample is all 100
 *
 * Proof of a sample: what the processor does: a store by the client traps, or
 * it does not, and the handler is called for that address; what the client
 * reads in whole pages afterwards; and the page-table entries' bits. `dirty` is
 * asked of a page that is only read, too.
 */
#include "appel.h"

/* --- dirty: a question to the model, at ring 1 --------------------------- */

static volatile int asked;      /* the answer */
static u32 clean_at;            /* a page that is only read */

static int set_up_dirty(u32 x)
{
    const int error = set_up(x);

    if (error < 0)
        return error;
    if (pages->attributes(client.space, client.request.base) == E_UNBOUND)
        return E_NOT_APPLICABLE;
    return memory->map(client.space, 0, PAGE_SIZE, RING3_ACCESS, &clean_at);
}

static int read_clean(void)
{
    struct ring3 reader = client;

    reader.request.base = clean_at - reader.request.order[0] * PAGE_SIZE;
    return ring3_has(&reader, 0, 0, 0, 0);
}

static int prepare_dirty(void)
{
    asked = E_VERIFY;
    return ring3_run(&client, BENCH_STORE, sample);
}

static void body_dirty(void)
{
    asked = pages->attributes(client.space, page());
}

static int check_dirty(void)
{
    const int stored = is_stored(sample), clean = read_clean()
                     ? pages->attributes(client.space, clean_at) : E_VERIFY;

    return verdict(asked >= 0 && asked & MAP_DIRTY && stored && clean >= 0 &&
                   (clean & (MAP_ACCESSED | MAP_DIRTY)) == MAP_ACCESSED);
}

/* --- prot1, prot100, unprot100 ------------------------------------------- */

/* The client has the pages in the TLB, writable: so they have to leave it. */
static int prepare_protect(void)
{
    const int error = protect_all(WRITABLE);

    return error < 0 ? error : ring3_do(&client, BENCH_FILL, 0);
}

static int prepare_unprotect(void)
{
    const int error = protect_all(PROTECTED);

    return error < 0 ? error : ring3_read_all(&client);
}

static int sample_protect1(u32 kind, u64 *ticks)
{
    return ring3_sample(&client, BENCH_PROTECT_ONE, sample, kind, ticks);
}

static int sample_protect100(u32 kind, u64 *ticks)
{
    return ring3_sample(&client, random_order ? BENCH_PROTECT_EACH :
                        BENCH_PROTECT, sample, kind, ticks);
}

static int check_protect1(void)
{
    return verdict(is_writable(sample, 0) && is_writable(sample + 1, 1));
}

static int check_protect100(void)
{
    return verdict(all_writable(client.request.access == WRITABLE));
}

/* --- trap, fault, appel1, appel2 ----------------------------------------- */

static int prepare_trap(void)
{
    traps = 0;
    const int error = ring3_clear(&client, page());
    return error < 0 ? error : protect(page(), PROTECTED);
}

static int set_up_fault(u32 x)
{
    const int error = set_up(x);

    return error < 0 ? error :
           memory->unmap(client.space, client.request.base, RING3_AREA);
}

/* The page of the sample before goes. */
static int prepare_fault(void)
{
    traps = 0;
    return sample == 0 ? 0 :
           memory->unmap(client.space, ring3_page(&client, sample - 1),
                         PAGE_SIZE);
}

/* All but the page before are protected. */
static int prepare_appel1(void)
{
    traps = 0;
    other = ring3_page(&client, sample + BENCH_PAGES - 1);
    int error = protect_all(WRITABLE);
    if (error >= 0)
        error = ring3_clear(&client, page());
    if (error >= 0)
        error = protect_all(PROTECTED);
    return error < 0 ? error : protect(other, WRITABLE);
}

static int prepare_appel2(void)
{
    traps = 0;
    const int error = protect_all(WRITABLE);
    return error < 0 ? error : clear_all();
}

static int sample_store(u32 kind, u64 *ticks)
{
    return ring3_sample(&client, BENCH_STORE, sample, kind, ticks);
}

static int sample_sweep(u32 kind, u64 *ticks)
{
    return ring3_sample(&client, BENCH_SWEEP, 0, kind, ticks);
}

static int check_trap(void)
{
    return verdict(trapped_once());
}

static int check_appel1(void)
{
    const u32 before = sample + BENCH_PAGES - 1;

    return verdict(trapped_once() && is_writable(before, 0));
}

static int check_appel2(void)
{
    int good = traps == BENCH_PAGES;

    for (u32 i = 0; i < BENCH_PAGES; i++)
        good &= is_stored(i);
    return verdict(good && all_writable(1));
}

/* --- The cases ----------------------------------------------------------- */

#define CASE(name_, set_up_, prepare_, sample_, check_)                     \
    static int set_up_for_##name_(u32 x)                                    \
    {                                                                       \
        return set_up_;                                                     \
    }                                                                       \
    TIMED(name_, set_up_for_##name_, prepare_, sample_, check_, tear_down)

DEIMOS_MODULE("bench_appel", MODULE_SYSTEM);
DEIMOS_INTERFACE("unprotect", "trap", unprotect_trap, TRAP_METHODS);
DEIMOS_INTERFACE("map", "trap", map_trap, TRAP_METHODS);
DEIMOS_INTERFACE("swap", "trap", swap_trap, TRAP_METHODS);
EXPERIMENT(dirty, set_up_dirty, prepare_dirty, body_dirty, check_dirty,
           tear_down);
CASE(prot1, set_up_protected(x), prepare_protect, sample_protect1,
     check_protect1);
CASE(prot100, set_up_protected(x), prepare_protect, sample_protect100,
     check_protect100);
CASE(prot100_invlpg, set_up_strategy(FLUSH_INVLPG, x), prepare_protect,
     sample_protect100, check_protect100);
CASE(prot100_cr3, set_up_strategy(FLUSH_CR3, x), prepare_protect,
     sample_protect100, check_protect100);
CASE(unprot100, set_up(x), prepare_unprotect, sample_protect100,
     check_protect100);
CASE(trap, set_up(x), prepare_trap, sample_store,
     check_trap);
CASE(fault, set_up_fault(x), prepare_fault, sample_store, check_trap);
CASE(appel1, set_up(x), prepare_appel1, sample_store,
     check_appel1);
CASE(appel2, set_up_protected(x), prepare_appel2, sample_sweep,
     check_appel2);
