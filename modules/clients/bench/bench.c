/* SPDX-License-Identifier: MIT */
/* A client that measures what a client can do: one operation a run. */
#include "bench_client.h"

#include "measure/measure.h"
#include "client.h"
#include "memory.h"

CLIENT("bench");

/* bench.S */
void bench_store(void);
void bench_int(void);
u64 bench_span(tsc_span *how, int (*function)(int), u64 span[2], u32 argument);
u32 bench_page;
u32 bench_cs(void);
u32 bench_limit(void);          /* of DS */

static struct bench_request *request;
static volatile s32 result;

static u32 page(u32 i)
{
    return request->base + request->order[i % BENCH_PAGES] * PAGE_SIZE;
}

/* Untimed: what comes before the operation. */
static void touch(void)
{
    for (u32 i = 1; i <= request->touch; i++) {
        volatile u32 *at = (volatile u32 *)page(request->first + i);
        if (request->touch_access == ACCESS_WRITE)
            *at = (u32)at;
        else
            (void)*at;
    }
}

static void protect(void)
{
    result = client->protect(request->base, BENCH_PAGES * PAGE_SIZE,
                             request->access);
}

static void protect_one(void)
{
    result = client->protect(bench_page, PAGE_SIZE, request->access);
}

static void protect_each(void)
{
    s32 worst = 0;

    for (u32 i = 0; i < BENCH_PAGES; i++)
        worst |= client->protect(page(i), PAGE_SIZE, request->access);
    result = worst;
}

static void fill(void)
{
    for (u32 i = 0; i < BENCH_PAGES; i++) {
        const u32 address = page(i);
        *(volatile u32 *)address = address;
    }
}

static void sweep(void)
{
    protect();
    fill();
}

/* As the processor reads it at ring 3. */
static void look(void)
{
    const volatile u32 *at = (const volatile u32 *)bench_page;

    for (u32 i = 0; i < PAGE_SIZE / sizeof(u32); i++)
        result += at[i] != (i < 2 ? request->words[i] : request->rest);
}

/* Threads go to and fro; the last round counts. */
static void switch_to_and_fro(void)
{
    for (u32 i = 0; i < request->rounds; i++)
        request->ticks = bench_span(tsc_spans[request->kind],
                                    client->hand_off, request->span,
                                    request->other);
}

/* It answers 0: EAX has held something else. */
static void ask(void)
{
    result = client->null();
}

static void map(void)
{
    result = client->map(0, PAGE_SIZE, ACCESS_READ | ACCESS_WRITE,
                         &request->base);
}

static void unmap(void)
{
    result = client->unmap(bench_page, PAGE_SIZE);
}

static void grow(void)
{
    result = client->grow(PAGE_SIZE, &request->base);
}

/* What is stored is read again, since the page goes. */
static void triple(void)
{
    map();
    if (result < 0)
        return;
    volatile u32 *const at = (volatile u32 *)request->base;
    *at = (u32)at;
    request->words[0] = *at;
    result = client->unmap((u32)at, PAGE_SIZE);
}

/* Untimed: what the processor says of the client, after the null service. */
static void tell(void)
{
    request->words[0] = bench_cs();
    request->rest = bench_limit();
}

static void measure(void (*body)(void))
{
    request->ticks = tsc_measures[request->kind](body);
}

int client_main(u32 argument)
{
    void (*const bodies[BENCH_OPERATIONS])(void) = {
        [BENCH_STORE] = bench_store, [BENCH_PROTECT] = protect,
        [BENCH_PROTECT_EACH] = protect_each,
        [BENCH_PROTECT_ONE] = protect_one, [BENCH_SWEEP] = sweep,
        [BENCH_NULL] = ask, [BENCH_INT] = bench_int, [BENCH_FILL] = fill,
        [BENCH_LOOK] = look, [BENCH_MAP] = map, [BENCH_UNMAP] = unmap,
        [BENCH_GROW] = grow, [BENCH_TRIPLE] = triple,
    };

    request = (struct bench_request *)argument;
    bench_page = page(request->first);
    result = 0;
    touch();
    if (request->operation == BENCH_SWITCH)
        switch_to_and_fro();
    else if (request->operation < BENCH_OPERATIONS &&
             bodies[request->operation])
        measure(bodies[request->operation]);
    else
        return E_INVALID;
    if (request->operation == BENCH_NULL)
        tell();
    request->result = result;
    return 0;
}
