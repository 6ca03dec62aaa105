/* SPDX-License-Identifier: MIT */
/*
 * For experiments that measure in a client of a memory model: their
 * receptacle, and the client `bench` in a space of its own. The row's script
 * binds `memory` to a model.
 */
#pragma once

#include "../../core/lib/string.h"
#include "bench_client.h"
#include "deimos.h"
#include "memory.h"

#define RING3_ACCESS (ACCESS_READ | ACCESS_WRITE)
#define RING3_AREA (BENCH_PAGES * PAGE_SIZE)

DEIMOS_RECEPTACLE(memory, memory, "memory");

struct ring3 {
    int space;                      /* 0: none */
    u32 at;                         /* of the request, in the space */
    struct bench_request request;
};

/* Memory for the client, in the way that its model has. */
static inline int ring3_memory(int space, u32 size, u32 *at)
{
    const int error = memory->map(space, 0, size, RING3_ACCESS, at);

    return error == E_NOT_APPLICABLE ? memory->grow(space, size, at) : error;
}

/* Pages in order, or (random) by a generator that always starts alike. */
static inline void ring3_order(struct ring3 *client, u32 random)
{
    u32 seed = 2463534242u;         /* of Marsaglia's xorshift */

    for (u32 i = 0; i < BENCH_PAGES; i++)
        client->request.order[i] = (u8)i;
    for (u32 i = BENCH_PAGES - 1; random && i > 0; i--) {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        const u32 j = seed % (i + 1);
        const u8 page = client->request.order[i];
        client->request.order[i] = client->request.order[j];
        client->request.order[j] = page;
    }
}

static inline u32 ring3_page(const struct ring3 *client, u32 i)
{
    return client->request.base +
           client->request.order[i % BENCH_PAGES] * PAGE_SIZE;
}

static inline int ring3_create(struct ring3 *client)
{
    memset(client, 0, sizeof(*client));
    const int space = memory->create();
    if (space < 0)
        return space;
    client->space = space;
    const int error = memory->load(space, "bench");
    return error < 0 ? error : ring3_memory(space, PAGE_SIZE, &client->at);
}

static inline int ring3_destroy(struct ring3 *client)
{
    const int error = client->space > 0 ? memory->destroy(client->space) : 0;

    client->space = 0;
    return error;
}

static inline int ring3_send(const struct ring3 *client)
{
    return memory->write(client->space, client->at, &client->request,
                         sizeof(client->request));
}

static inline int ring3_receive(struct ring3 *client)
{
    return memory->read(client->space, client->at, &client->request,
                        sizeof(client->request));
}

/* One operation, on page order[first]; what it returned, or why not. */
static inline int ring3_run(struct ring3 *client, u32 operation, u32 first)
{
    client->request.operation = operation;
    client->request.first = first % BENCH_PAGES;
    client->request.ticks = 0;
    client->request.result = E_VERIFY;
    int error = ring3_send(client);
    if (error >= 0)
        error = memory->run(client->space, client->at);
    if (error >= 0)
        error = ring3_receive(client);
    return error < 0 ? error : client->request.result;
}

static inline int ring3_sample(struct ring3 *client, u32 operation, u32 first,
                               u32 kind, u64 *ticks)
{
    client->request.kind = kind;
    const int error = ring3_run(client, operation, first);
    *ticks = client->request.ticks;
    return error;
}

/* An operation that is not a sample: nothing is touched before it. */
static inline int ring3_do(struct ring3 *client, u32 operation, u32 first)
{
    const u32 touch = client->request.touch;

    client->request.touch = 0;
    const int result = ring3_run(client, operation, first);
    client->request.touch = touch;
    return result;
}

/* It reads a word of each page, which are then in the TLB. */
static inline int ring3_read_all(struct ring3 *client)
{
    const u32 touch = client->request.touch;

    client->request.touch = BENCH_PAGES;
    client->request.touch_access = ACCESS_READ;
    const int result = ring3_run(client, BENCH_NULL, 0);
    client->request.touch = touch;
    return result;
}

/* Has page order[i] these two words, and `rest` behind them? The client looks
 * itself: the processor, and not what its model says. */
static inline int ring3_has(struct ring3 *client, u32 i, u32 first, u32 second,
                            u32 rest)
{
    client->request.words[0] = first;
    client->request.words[1] = second;
    client->request.rest = rest;
    return ring3_do(client, BENCH_LOOK, i) == 0;
}

static inline int ring3_clear(const struct ring3 *client, u32 address)
{
    const u32 zero = 0;

    return memory->write(client->space, address, &zero, sizeof(zero));
}
