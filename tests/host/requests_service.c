/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment service: see requests.h. */
#include "../../bench/experiments/service.c"

#include "requests_memory.h"

static u32 ring, limit;                 /* what the client says of itself */

static void request_reset(void)
{
    memory_reset();
    traps = trapped_at = last = 0;
}

/* Where a page is mapped, a client's store traps if it is to. */
static int run(int space, u32 argument)
{
    struct bench_request *to = told_of(space);

    if (to->operation == BENCH_NULL) {
        to->words[0] = ring;
        to->rest = limit;
    } else if (to->operation == BENCH_MAP || to->operation == BENCH_GROW ||
               to->operation == BENCH_TRIPLE) {
        place(0, PAGE_SIZE, &to->base);
        to->words[0] = to->base;
    } else if (to->operation == BENCH_STORE && !(attribute_bits & MAP_WRITE)) {
        trap_table.access(space, to->base + 4 * (limit == 0), ACCESS_WRITE);
    }
    return model_run(space, argument);
}

static int region(u32 space, u32 address, struct region_info *info)
{
    info->region = 0;
    return ask((int)limit & 1, "nmm.query_region(%u %x)", space, address);
}

static void all_cases(void)
{
    REQUEST_TIMED(null, 0);
    REQUEST_TIMED(map, 0);
    REQUEST_TIMED(unmap, 0);
    REQUEST_TIMED(protect, 0);
    REQUEST_TIMED(grow, 0);
    REQUEST_TIMED(triple, 0);
}

int main(void)
{
    struct memory with_clients = model;
    const struct nmm regions = { .query_region = region };

    with_clients.run = run;
    memory = &with_clients;
    pages = &page_table;
    nmm = &regions;
    ring = limit = 1;                   /* a region alone */
    attribute_bits = (u32)E_UNBOUND;
    all_cases();
    ring = 3;                           /* the limit of a segment */
    all_cases();
    attribute_bits = MAP_PRESENT;       /* a trap, at the page or behind it */
    all_cases();
    limit = 0;
    all_cases();
    request_compare("tests/golden/requests/service.txt");
    return check_done();
}
