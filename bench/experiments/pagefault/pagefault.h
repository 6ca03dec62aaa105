/* SPDX-License-Identifier: MIT */
/* Experiment fault on the model `paged`: its scene. */
#pragma once

#include "pages.h"
#include "paged_control.h"
#include "../../lib/ring3.h"

#define PAGES_WINDOW 1024u              /* of a space */
#define FRAMES 256u                       /* frames of the model */
#define IMAGE_PAGES 64u                 /* where a client's program may be */

DEIMOS_RECEPTACLE(control, paged_control, "paged");
DEIMOS_RECEPTACLE(pages, pages, "pages");

#define TAG(i) (0x51000000u + (i))      /* what pages hold */

static struct ring3 client;
static u32 sample;                      /* its number */
static struct memory_usage before;      /* the sample */
static int other;                       /* a second space: cow, lost; 0: none */
static const struct memory *other_model;

static inline u32 page(void)
{
    return ring3_page(&client, sample);
}

/* The area as it was at first: nobody has touched any page of it. */
static inline int renew(const struct memory *model, int space, u32 base)
{
    u32 at;
    const int error = model->unmap(space, base, RING3_AREA);

    return error < 0 ? error :
           model->map(space, base, RING3_AREA, RING3_ACCESS, &at);
}

static inline int renew_area(void)
{
    return renew(memory, client.space, client.request.base);
}

/* What the client itself needs is there, and stays: program, stack, request. */
static inline int pin_client(void)
{
    int error = ring3_run(&client, BENCH_NULL, 0);

    for (u32 i = 1; i < IMAGE_PAGES && error >= 0; i++)
        if (control->pin(client.space, i * PAGE_SIZE, PAGE_SIZE) < 0)
            break;
    if (error >= 0)
        error = control->pin(client.space, (PAGES_WINDOW - 1) * PAGE_SIZE,
                             PAGE_SIZE);
    return error < 0 ? error :
           control->pin(client.space, client.at, PAGE_SIZE);
}

/* A client, and an area that is not mapped yet. */
static inline int set_up_client(u32 frames)
{
    sample = 0;
    int error = control->configure(frames, 0, PAGES_WINDOW);
    if (error >= 0)
        error = ring3_create(&client);
    ring3_order(&client, 0);
    return error;
}

static inline int set_up_area(u32 frames)
{
    int error = set_up_client(frames);

    if (error >= 0)
        error = ring3_memory(client.space, RING3_AREA, &client.request.base);
    return error < 0 ? error : pin_client();
}

static inline int sample_store(u32 kind, u64 *ticks)
{
    return ring3_sample(&client, BENCH_STORE, sample, kind, ticks);
}

/* No entry leads to it: a store there faults. The NMM's word. */
static inline int is_absent(u32 address)
{
    return pages->attributes(client.space, address) == E_NOTFOUND;
}

static inline int expect_absent(void)
{
    return is_absent(page()) ? 0 : E_VERIFY;
}

/* The store is there, and beside it what was: word 1 of the page. All behind
 * is zero, as the client reads it. */
static inline int is_stored(u32 beside)
{
    return ring3_has(&client, sample, page(), beside, 0);
}

static inline int verdict(int good)
{
    sample++;
    return good ? 0 : E_VERIFY;
}

static inline struct memory_usage usage_of(const struct memory *model)
{
    struct memory_usage usage = { 0 };

    model->usage(0, &usage);
    return usage;
}

/* As many pages first as there are clear frames. */
static inline int prepare_no_clear(void)
{
    const int error = renew_area(), clear = control->idle();

    before = usage_of(memory);
    if (clear < 0)
        return clear;
    client.request.touch = (u32)clear;
    client.request.touch_access = ACCESS_WRITE;
    if (clear >= BENCH_PAGES)
        return E_RANGE;
    return error < 0 ? error : expect_absent();
}
