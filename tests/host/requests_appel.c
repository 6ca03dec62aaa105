/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment appel: see requests.h. */
#include "../../bench/experiments/appel/appel.c"

#include "requests_memory.h"

static void request_reset(void) { memory_reset(); }

/* A client whose store traps, as if the page were protected. */
static int run_trapping(int space, u32 argument)
{
    const struct bench_request *to = told_of(space);

    if (to->operation == BENCH_STORE)
        unprotect_trap.access(space, to->base + to->order[to->first] *
                              PAGE_SIZE, 2);
    return model_run(space, argument);
}

static void all_cases(u32 x)
{
    REQUEST_BODY(dirty, x);
    REQUEST_TIMED(prot1, x);
    REQUEST_TIMED(prot100, x);
    REQUEST_TIMED(prot100_invlpg, x);
    REQUEST_TIMED(prot100_cr3, x);
    REQUEST_TIMED(unprot100, x);
    REQUEST_TIMED(trap, x);
    REQUEST_TIMED(fault, x);
    REQUEST_TIMED(appel1, x);
    REQUEST_TIMED(appel2, x);
}

/* The handlers: for any space, an address anywhere in a page. */
static int handlers(u32 x)
{
    traps = x;
    client.space = 5;
    other = 0x777000;
    return unprotect_trap.access(6, 0x401234, 2) * 100 +
           map_trap.access(7, 0x402fff, 2) * 10 +
           swap_trap.access(8, 0x403001, 2);
}

static int prepare_none(void) { return 0; }
static void body_none(void) { ask(0, "%u %x %x", traps, trapped_at, other); }

static const struct experiment experiment_handlers = {
    handlers, prepare_none, body_none, prepare_none, prepare_none };

int main(void)
{
    struct memory trapping = model;

    memory = &model;
    pages = &page_table;
    attribute_bits = MAP_PRESENT | MAP_WRITE | MAP_ACCESSED | MAP_DIRTY;
    all_cases(0);
    all_cases(1);
    trapping.run = run_trapping;
    memory = &trapping;
    all_cases(0);
    attribute_bits &= ~MAP_WRITE;
    all_cases(0);
    memory = &model;
    attribute_bits = (u32)E_UNBOUND;
    REQUEST_BODY(dirty, 0);
    REQUEST_BODY(handlers, 3);
    request_compare("tests/golden/requests/appel.txt");
    return check_done();
}
