/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment fault on `paged`: see requests.h. */
#include "../../bench/experiments/pagefault/pagefault.c"

#include "requests_memory.h"

MODEL(second);

#define PROGRAM_PAGES 3                 /* of the client: more are not there */

static u32 asked_idle;

static int configure(u32 frames, u32 table, u32 window)
{
    return ask(0, "control.configure(%u %u %u)", frames, table, window);
}

static int configure_peer(u32 frames, u32 table, u32 window)
{
    return ask(0, "peer.configure(%u %u %u)", frames, table, window);
}

static int limit(u32 frames) { return ask(0, "control.limit(%u)", frames); }
static int limit_peer(u32 frames) { return ask(0, "peer.limit(%u)", frames); }

static int pin(int space, u32 address, u32 size)
{
    return ask(address > PROGRAM_PAGES * PAGE_SIZE && address < 0x300000
               ? E_ADDRESS : 0, "control.pin(%d %x %x)", space, address, size);
}

static int idle(void)
{
    const int clear = (int)(asked_idle++ % 3) + 2;

    return ask(clear, "control.idle() -> %d", clear);
}

static const struct paged_control control_table = {
    .configure = configure, .limit = limit, .pin = pin, .idle = idle };
static const struct paged_control peer_table = {
    .configure = configure_peer, .limit = limit_peer };

static void request_reset(void)
{
    memory_reset();
    asked_idle = 0;
    other = 0;
}

/* The model's pages are there, and may be written: then no sample is taken,
 * but of cow. */
static void all_cases(void)
{
    REQUEST_TIMED(pool, 0);
    REQUEST_TIMED(zero, 0);
    REQUEST_TIMED(store, 0);
    REQUEST_TIMED(evict, 0);
    REQUEST_TIMED(evict, 1);
    REQUEST_TIMED(lost, 0);
    REQUEST_TIMED(cow, 0);
}

int main(void)
{
    memory = &model;
    peer = &second;
    pages = &page_table;
    control = &control_table;
    peer_control = &peer_table;
    all_cases();
    attribute_bits = MAP_PRESENT | MAP_WRITE;
    all_cases();
    request_compare("tests/golden/requests/pagefault.txt");
    return check_done();
}
