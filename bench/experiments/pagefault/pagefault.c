/* SPDX-License-Identifier: MIT */
/*
 * Experiment fault on the model `paged`: from a store of a ring-3 client to a
 * page that is not there to its completion.
 *
 *   pool    nobody has touched the page, and a clear frame is ready
 *   zero    likewise, but the frame has to be cleared first
 *   store   the page is one of a named object, and in the store
 *   evict   no frame is free: another page goes. x = 0: it is clean, 1: it
 *           is dirty, and written to the store first
 *   lost    the free frame was taken by another model (paper 4.3.2): that one
 *           looks it up, stores its page and gives it back
 *   cow     the page is shared until it is written: it is copied
 *
 * Proof of a sample: before it, no entry led to the page, or none that may be
 * written (cow). After it, the whole page is what it has to be, as the client
 * reads it: zeros, though every free frame held something else in each word, or
 * what was there. A page that had to go is gone, and its content comes back.
 * And what the model counts: faults, evictions, writes, lost frames.
 */
#include "pagefault.h"

#include "lost.h"
#include "soil.h"

#define EVICT_FRAMES 32u                /* frames: few, so that all are used */
#define RELEASE_TRIES 4
#define CLEAR_MAX 64u                   /* the most that the model keeps clear */
#define OBJECT "bench"

static int tear_down(void)
{
    const int error = other > 0 ? other_model->destroy(other) : 0;
    const int destroyed = ring3_destroy(&client);

    other = 0;
    control->limit(0);
    return error < 0 ? error : destroyed;
}

/* --- pool, zero ---------------------------------------------------------- */

static int set_up_pool(u32 x)
{
    (void)x;
    const int error = set_up_area(FRAMES);
    return error < 0 ? error : soil();
}

/* The model clears frames when it starts a client. */
static int prepare_pool(void)
{
    before = usage_of(memory);
    const int error = renew_area();
    return error < 0 ? error : expect_absent();
}

/* Or as there can be at most, so that none is left whatever idle() says. */
static int prepare_zero(void)
{
    const int error = prepare_no_clear();

    if (client.request.touch < CLEAR_MAX)
        client.request.touch = CLEAR_MAX;
    return error;
}

static int check_pool(void)
{
    const u32 faults = usage_of(memory).faults - before.faults;
    const int good = is_stored(0) && faults == client.request.touch + 1;

    if (soil_page(page()) < 0)          /* for who gets it next */
        return E_VERIFY;
    return verdict(good);
}

/* --- store --------------------------------------------------------------- */

static int set_up_store(u32 x)
{
    (void)x;
    int error = set_up_client(FRAMES);
    if (error >= 0)
        error = memory->attach(client.space, OBJECT, RING3_AREA, RING3_ACCESS,
                               &client.request.base);
    return error < 0 ? error : pin_client();
}

static int write_tag(u32 address)
{
    const u32 words[2] = { 0, TAG(sample) };

    return memory->write(client.space, address, words, sizeof(words));
}

/* One page may stay: written last, it is the other one. */
static int release_all(void)
{
    int error = write_tag(ring3_page(&client, sample + 1));

    if (error >= 0)
        error = control->limit(1);
    return error < 0 ? error : control->limit(0);
}

/* The page's frame count tells whether it is gone. */
static int prepare_store(void)
{
    int error = write_tag(page());

    for (u32 i = 0; i < RELEASE_TRIES && error >= 0; i++)
        error = release_all();
    before = usage_of(memory);
    return error < 0 ? error : expect_absent();
}

static int check_store(void)
{
    const u32 faults = usage_of(memory).faults - before.faults;

    return verdict(is_stored(TAG(sample)) && faults == 1);
}

/* --- evict --------------------------------------------------------------- */

static int set_up_evict(u32 x)
{
    const int error = set_up_area(EVICT_FRAMES);

    client.request.touch_access = x ? ACCESS_WRITE : ACCESS_READ;
    return error;
}

/* Touch what there is; the next page finds no frame. */
static int prepare_evict(void)
{
    const int error = renew_area(), clear = control->idle();

    before = usage_of(memory);
    if (clear < 0)
        return clear;
    client.request.touch = (u32)clear;
    if (before.free != (u32)clear * PAGE_SIZE)
        return E_VERIFY;
    return error < 0 ? error : expect_absent();
}

/* Of the pages touched before: how many have gone, and do they come back as
 * they were? */
static u32 count_absent(void)
{
    u32 count = 0;

    for (u32 i = 1; i <= client.request.touch; i++)
        count += is_absent(ring3_page(&client, sample + i));
    return count;
}

static int touched_are_whole(void)
{
    const int dirty = client.request.touch_access == ACCESS_WRITE;
    int good = 1;

    for (u32 i = 1; i <= client.request.touch; i++)
        good &= ring3_has(&client, sample + i,
                          dirty ? ring3_page(&client, sample + i) : 0, 0, 0);
    return good;
}

static int check_evict(void)
{
    const struct memory_usage now = usage_of(memory);
    const u32 writes = client.request.touch_access == ACCESS_WRITE;
    const int gone = count_absent() == 1;

    return verdict(now.evictions - before.evictions == 1 && gone &&
                   now.writes - before.writes == writes && is_stored(0) &&
                   touched_are_whole());
}

/* --- cow ----------------------------------------------------------------- */

static int set_up_cow(u32 x)
{
    (void)x;
    const int error = set_up_client(FRAMES);

    other_model = memory;
    return error < 0 ? error : ring3_memory(client.space, RING3_AREA,
                                            &client.request.base);
}

static int has_write_bit(void)
{
    const int bits = pages->attributes(client.space, page());

    return bits >= 0 && bits & MAP_WRITE;
}

/* The client's own pages are copied before. */
static int prepare_cow(void)
{
    int error = other > 0 ? memory->destroy(other) : 0;

    other = 0;
    if (error >= 0)
        error = write_tag(page());
    if (error >= 0)
        error = other = memory->copy(client.space);
    if (error >= 0)
        error = ring3_run(&client, BENCH_NULL, 0);
    if (error >= 0)
        error = control->idle();        /* what the proof took is clear again */
    return error < 0 ? error : has_write_bit() ? E_VERIFY : 0;
}

static int check_cow(void)
{
    struct ring3 copy = client;

    copy.space = other;
    return verdict(has_write_bit() && is_stored(TAG(sample)) &&
                   ring3_has(&copy, sample, 0, TAG(sample), 0));
}

#define CASE(name_, prepare_, check_)                                       \
    TIMED(name_, set_up_##name_, prepare_, sample_store, check_, tear_down)
#define set_up_zero set_up_pool

DEIMOS_MODULE("bench_pagefault", MODULE_SYSTEM);
CASE(pool, prepare_pool, check_pool);
CASE(zero, prepare_zero, check_pool);
CASE(store, prepare_store, check_store);
CASE(evict, prepare_evict, check_evict);
CASE(lost, prepare_lost, check_lost);
CASE(cow, prepare_cow, check_cow);
