/* SPDX-License-Identifier: MIT */
/* Experiment appel: its scene, its trap handlers, and its proofs. */
#pragma once

#include "pages.h"
#include "../../lib/ring3.h"

#define PROTECTED ACCESS_READ
#define WRITABLE RING3_ACCESS

DEIMOS_RECEPTACLE(pages, pages, "pages");

static struct ring3 client;
static u32 sample;              /* its number: which page is its turn */
static u32 random_order;        /* x */
static u32 traps, trapped_at;   /* calls of the handler, the last address */
static u32 other;               /* of appel1: the page to protect */
static int strategy_before;

/* --- The handlers -------------------------------------------------------- */

static int protect(u32 address, u32 access)
{
    return memory->protect(client.space, address, PAGE_SIZE, access);
}

static u32 note(u32 address)
{
    traps++;
    trapped_at = address;
    return address & ~(PAGE_SIZE - 1);
}

/* One handler a case; `trap` is MEASURED PATH. */
static int unprotect(int space, u32 address, u32 access)
{
    (void)access;
    return memory->protect(space, note(address), PAGE_SIZE, WRITABLE) == 0;
}

static int map(int space, u32 address, u32 access)
{
    u32 at;

    (void)access;
    return memory->map(space, note(address), PAGE_SIZE, WRITABLE, &at) == 0;
}

static int swap(int space, u32 address, u32 access)
{
    const int error = protect(other, PROTECTED);

    other = address & ~(PAGE_SIZE - 1);
    return error == 0 && unprotect(space, address, access);
}

static const struct trap unprotect_trap = { unprotect };
static const struct trap map_trap = { map };
static const struct trap swap_trap = { swap };

/* --- The scene ----------------------------------------------------------- */

/* Has it pages to protect? */
static int try_protect(void)
{
    const int error = protect(client.request.base, PROTECTED);

    return error < 0 ? error : protect(client.request.base, WRITABLE);
}

/* Every word that a store will change, as it is before. */
static int clear_all(void)
{
    int error = 0;

    for (u32 i = 0; i < BENCH_PAGES && error >= 0; i++)
        error = ring3_clear(&client, ring3_page(&client, i));
    return error;
}

/* Every page is there, and writable. */
static int set_up(u32 x)
{
    sample = traps = 0;
    random_order = x;
    strategy_before = E_UNBOUND;
    int error = ring3_create(&client);
    if (error >= 0)
        error = ring3_memory(client.space, RING3_AREA, &client.request.base);
    ring3_order(&client, x);
    client.request.access = WRITABLE;
    if (error >= 0)
        error = try_protect();
    return error < 0 ? error : clear_all();
}

static int set_up_protected(u32 x)
{
    const int error = set_up(x);

    client.request.access = PROTECTED;
    return error;
}

static int set_up_strategy(u32 strategy, u32 x)
{
    const int error = set_up_protected(x);

    if (error < 0)
        return error;
    strategy_before = pages->strategy(strategy);
    return strategy_before == E_UNBOUND ? E_NOT_APPLICABLE : strategy_before;
}

static int tear_down(void)
{
    if (strategy_before >= 0)
        pages->strategy((u32)strategy_before);
    strategy_before = E_UNBOUND;
    return ring3_destroy(&client);
}

static u32 page(void)
{
    return ring3_page(&client, sample);
}

static int protect_all(u32 access)
{
    return memory->protect(client.space, client.request.base, RING3_AREA,
                           access);
}

/* --- Proof --------------------------------------------------------------- */

/* The write bit of a page in memory, as the NMM reads it for the model. */
static int has_write_bit(u32 address, int expected)
{
    const int bits = pages->attributes(client.space, address);

    return bits >= 0 && !(bits & MAP_WRITE) == !expected;
}

/* And for the processor: does a store there trap, once? */
static int is_writable(u32 i, int expected)
{
    const int same = has_write_bit(ring3_page(&client, i), expected);

    traps = 0;
    return ring3_do(&client, BENCH_STORE, i) == 0 && same &&
           (expected ? traps == 0 :
            traps == 1 && trapped_at == ring3_page(&client, i));
}

static int all_writable(int expected)
{
    int same = 1;

    for (u32 i = 0; i < BENCH_PAGES; i++)
        same &= has_write_bit(ring3_page(&client, i), expected);
    traps = 0;
    return ring3_do(&client, BENCH_FILL, 0) == 0 && same &&
           traps == (expected ? 0 : BENCH_PAGES);
}

/* What a store has left in a page that held zeros. */
static int is_stored(u32 i)
{
    return ring3_has(&client, i, ring3_page(&client, i), 0, 0);
}

static int verdict(int good)
{
    sample++;
    return good ? 0 : E_VERIFY;
}

/* One call of the handler, for the page, and the store has completed. */
static int trapped_once(void)
{
    return traps == 1 && trapped_at == page() && is_stored(sample) &&
           is_writable(sample, 1);
}

