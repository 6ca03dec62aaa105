/* SPDX-License-Identifier: MIT */
/*
 * Experiment service: what a protected program pays for a request to its memory
 * model. A client asks, and times it; the row's script binds `memory` to a model,
 * and what the model has of `pages` and `trap`.
 *
 *   null     the service that does nothing
 *   map      a page, anywhere
 *   unmap    a page that has been stored to
 *   protect  a page that has been stored to: read-only
 *   grow     the data area, by a page
 *   triple   map a page, store to it, unmap it
 *
 * Proof of a sample: the client stores to the page, or its store traps; in
 * `segmented`, which has no pages, the limit of its segment as LSL has it at
 * ring 3; in `flat`, which protects nothing, whether there is such a region. The
 * null service answers 0.
 */
#include "../lib/look.h"
#include "../lib/mend.h"
#include "pages.h"

DEIMOS_RECEPTACLE(pages, pages, "pages");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static struct ring3 client;
static u32 last;                        /* of grow: where the sample before is */

/* --- The page ------------------------------------------------------------- */

static u32 page(void)
{
    return client.request.base;
}

static int is_ring3(void)
{
    return (client.request.words[0] & 3) == 3;
}

static int has_pages(void)
{
    return pages->attributes(client.space, page()) != E_UNBOUND;
}

static int has_region(void)
{
    struct region_info info;

    return nmm->query_region(NMM_UPS, page(), &info) > 0;
}

/* The client stores its address; does that trap so often, and is it there? */
static int stores(u32 expected)
{
    traps = 0;
    trapped_at = page();
    return ring3_do(&client, BENCH_STORE, 0) == 0 && traps == expected &&
           trapped_at == page() && ring3_has(&client, 0, page(), 0, 0);
}

/* Does what protects the client let it touch the page? The answer is one of both
 * if that is sure, or an error. */
static int is_there(void)
{
    if (ring3_do(&client, BENCH_NULL, 0) < 0)
        return E_VERIFY;
    if (!is_ring3())
        return has_region();
    if (!has_pages())
        return client.request.rest >= page() + PAGE_SIZE - 1;
    return stores(0) ? 1 : traps == 1 && trapped_at == page() ? 0 : E_VERIFY;
}

static int verdict(int good)
{
    return good ? 0 : E_VERIFY;
}

/* --- The scene ------------------------------------------------------------ */

/* What is mapped goes. */
static int release(void)
{
    const int error = page() ? memory->unmap(client.space, page(), PAGE_SIZE) :
                               0;

    client.request.base = 0;
    return error;
}

static int prepare_mapped(void)
{
    int error = release();

    if (error >= 0)
        error = ring3_do(&client, BENCH_MAP, 0);
    return error < 0 ? error : ring3_do(&client, BENCH_STORE, 0);
}

static int prepare_protect(void)
{
    client.request.access = ACCESS_READ;
    return prepare_mapped();
}

static int prepare_null(void)
{
    client.request.words[0] = 0;
    return 0;
}

static int prepare_grow(void)
{
    last = page();
    client.request.base = 0;
    return 0;
}

static int prepare_triple(void)
{
    client.request.words[0] = 0;
    return release();
}

/* Once, as a sample is: has the model such an operation? */
static int set_up(int (*prepare)(void), u32 operation)
{
    int error = ring3_create(&client);

    if (error >= 0)
        error = prepare();
    if (error >= 0)
        error = ring3_do(&client, operation, 0);
    if (operation == BENCH_UNMAP || operation == BENCH_TRIPLE)
        client.request.base = 0;
    return error;
}

static int tear_down(void)
{
    return ring3_destroy(&client);
}

/* --- The checks ----------------------------------------------------------- */

static int check_null(void)
{
    return verdict(client.request.words[0]);   /* the client has been there */
}

static int check_map(void)
{
    return verdict(page() && is_there() == 1 && stores(0));
}

/* Where the client's store has trapped, the handler has mapped a page. */
static int is_gone(void)
{
    const int there = is_there();

    if (!has_pages())
        client.request.base = 0;
    return there == 0;
}

static int check_unmap(void)
{
    return verdict(is_gone());
}

static int check_protect(void)
{
    const int bits = pages->attributes(client.space, page());

    return verdict(bits >= 0 && !(bits & MAP_WRITE) && stores(1));
}

static int check_grow(void)
{
    return verdict(page() >= last + PAGE_SIZE && is_there() == 1 && stores(0));
}

static int check_triple(void)
{
    const u32 stored = client.request.words[0];

    return verdict(page() && stored == page() && is_gone());
}

/* Nothing has trapped while the client asked. */
static int checked(int (*check)(void))
{
    return traps ? E_VERIFY : check();
}

/* --- The cases ------------------------------------------------------------ */

#define CASE(name_, operation_, prepare_)                                   \
    static int set_up_##name_(u32 x)                                        \
    {                                                                       \
        (void)x;                                                            \
        return set_up(prepare_, operation_);                                \
    }                                                                       \
    static int sample_##name_(u32 kind, u64 *ticks)                         \
    {                                                                       \
        traps = 0;                                                          \
        return ring3_sample(&client, operation_, 0, kind, ticks);           \
    }                                                                       \
    static int checked_##name_(void)                                        \
    {                                                                       \
        return checked(check_##name_);                                      \
    }                                                                       \
    TIMED(name_, set_up_##name_, prepare_, sample_##name_, checked_##name_, \
          tear_down)

DEIMOS_MODULE("bench_service", MODULE_SYSTEM);
DEIMOS_INTERFACE("trap", "trap", trap_table, TRAP_METHODS);
CASE(null, BENCH_NULL, prepare_null);
CASE(map, BENCH_MAP, release);
CASE(unmap, BENCH_UNMAP, prepare_mapped);
CASE(protect, BENCH_PROTECT_ONE, prepare_protect);
CASE(grow, BENCH_GROW, prepare_grow);
CASE(triple, BENCH_TRIPLE, prepare_triple);
