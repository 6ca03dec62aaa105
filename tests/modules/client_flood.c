/* SPDX-License-Identifier: MIT */
/*
 * Asks its model for one thing all the time: the argument is which, and above 8
 * bits for how many ticks at most; before that until its word is set, whose address
 * STOP answers. ASKS asks for each thing in turn, and answers how many ticks the
 * slowest took.
 */
#include "client.h"
#include "memory.h"

CLIENT("flood");

/* ORDER tests/boot/flooded.lua */
enum { STOP, ASKS, NOTHING, PRINTS, MAPS, GROWS, PROTECTS, FAULTS, GRAPH, YIELDS,
       THINGS };

#define PAGE 4096u
#define PAGES 16u
#define RW (ACCESS_READ | ACCESS_WRITE)
#define LENGTH 2000

enum { RUNS = 1, ENDS };

static volatile u32 state;
static char text[LENGTH];

static u32 ticks(void)
{
    u32 now;

    GRAPH_READ(system.ticks, now);
    return now;
}

static int use(u32 what)
{
    u32 at = 0;
    const int error = client->map(0, PAGES * PAGE, RW, &at);

    if (error < 0)
        return error;
    for (u32 i = 0; i < PAGES; i++) {
        if (what == PROTECTS)
            client->protect(at + i * PAGE, PAGE, ACCESS_READ);
        if (what == FAULTS)
            *(volatile u32 *)(at + i * PAGE) = i;
    }
    return client->unmap(at, PAGES * PAGE);
}

static int ask(u32 what)
{
    u32 at = 0;

    switch (what) {
    case NOTHING: return client->null();
    case PRINTS: return client->print(text, LENGTH);
    case GROWS: return client->grow(0, &at);
    case GRAPH: return client->graph(0, text, LENGTH);
    case YIELDS: return use(MAPS) | client->yield();
    default: return use(what);
    }
}

static int slowest(void)
{
    u32 most = 0;

    for (u32 what = MAPS; what < YIELDS; what++) {
        client->yield();
        const u32 since = ticks();
        const int error = ask(what);
        const u32 took = ticks() - since;
        if (error < 0)
            return error;
        most = took > most ? took : most;
    }
    return (int)most;
}

int client_main(u32 argument)
{
    const u32 since = ticks(), what = argument & 0xff;
    int rounds = 0;

    if (what == STOP)
        return (int)&state;
    if (what == ASKS)
        return slowest();
    state = RUNS;
    for (; state != ENDS && ticks() - since < argument >> 8; rounds++)
        ask(what);
    return rounds;
}
