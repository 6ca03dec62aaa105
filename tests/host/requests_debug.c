/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment debug: see requests.h. */
#include "../../bench/experiments/debug/debug.c"

#include "requests_memory.h"

#define TEXT 0x1000u

static u32 is_logged;                   /* what is watched, or so many steps */
static u32 last_log, is_stepped;
static int no_pages;                    /* what the model answers in that case */

static void request_reset(void)
{
    memory_reset();
    traps = trapped_at = last_log = is_stepped = 0;
    object = before = steps = 0;
    memset(entries, 0, sizeof(entries));
}

/* --- The client: it does what it is asked for, and the first sample is good. */

static int run(int space, u32 argument)
{
    const struct bench_request *to = told_of(space);

    last_log = is_logged;
    if (argument && object && to->operation == BENCH_STORE &&
        to->base != object && to->base != object + GUARDED - 4)
        trap_table.access(space, to->base, ACCESS_WRITE);
    if (argument)
        return model_run(space, argument);
    last_log = steps;
    is_stepped = 1;
    return ask(STRAIGHT_INCS, "model.run(%d 0)", space);
}

static int read(int space, u32 address, void *data, u32 size)
{
    const int error = model_read(space, address, data, size);

    if (size == sizeof(address))
        memcpy(data, &address, size);
    return error;
}

static int fetch(int space, u32 kind, u32 address, void *data, u32 size)
{
    u8 code[2 + STRAIGHT_INCS] = { STRAIGHT_XOR_0, STRAIGHT_XOR_1 };

    memset(code + 2, STRAIGHT_INC, STRAIGHT_INCS);
    if (!is_stepped)
        code[0] = 0x89, code[1] = 0;
    memcpy(data, code, size);
    return ask(0, "model.fetch(%d %u %x %x)", space, kind, address, size);
}

/* --- What debugs ----------------------------------------------------------- */

static int watch(int space, u32 address, u32 size, u32 kinds)
{
    return ask(no_pages ? no_pages : 1, "debug.watch(%d %x %x %u)", space, address,
               size, kinds);
}

static int guard(int space, u32 size, u32 *at)
{
    place(0, 4 * PAGE_SIZE, at);
    return ask(no_pages, "debug.guard(%d %x) -> %x", space, size, *at);
}

static int unguard(int space, u32 at)
{
    return ask(0, "debug.unguard(%d %x)", space, at);
}

static int step(int space, u32 count)
{
    return ask(0, "debug.step(%d %u)", space, count);
}

static int take(struct debug_entry *to, u32 room)
{
    const u32 count = last_log;

    last_log = 0;
    for (u32 i = 0; i < count && i < room; i++)
        to[i] = (struct debug_entry){
            .space = 1, .kind = is_stepped ? DEBUG_STEP : DEBUG_WRITE,
            .address = is_stepped ? TEXT + i : client.request.base,
            .eip = TEXT + i };
    return ask((int)count, "debug.log(%u)", room);
}

static int cli(void)
{
    return ask(0, "cpu.cli()");
}

static int sti(void)
{
    return ask(0, "cpu.sti()");
}

static int off(int space)
{
    return ask(0, "debug.off(%d)", space);
}

static void all_cases(void)
{
    is_logged = 0;
    REQUEST_TIMED(off, 0);
    REQUEST_TIMED(beside, 0);
    is_logged = 1;
    REQUEST_TIMED(watch, 0);
    is_logged = 0;
    REQUEST_BODY(guard, 0);
    REQUEST_BODY(step, 0);
    REQUEST_BODY(step, 1);
    REQUEST_BODY(step, 100);
    REQUEST_BODY(step, STRAIGHT_INCS + 1);
}

int main(void)
{
    struct memory with_clients = model;
    const struct debug debugger = { .watch = watch, .guard = guard,
        .unguard = unguard, .step = step, .log = take, .off = off };

    with_clients.run = run;
    with_clients.read = read;
    with_clients.fetch = fetch;
    memory = &with_clients;
    pages = &page_table;
    debug = &debugger;
    cpu = &(const struct cpu){ .cli = cli, .sti = sti };
    attribute_bits = MAP_PRESENT;
    all_cases();
    no_pages = E_NOT_APPLICABLE;        /* a model with segments */
    attribute_bits = (u32)E_UNBOUND;
    all_cases();
    request_compare("tests/golden/requests/debug.txt");
    return check_done();
}
