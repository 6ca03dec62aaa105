/* SPDX-License-Identifier: MIT */
/*
 * Does one thing over and over until the timer has ticked so many times, and returns
 * in how many of these ticks it ran. The argument: what, and from bit 8 on, ticks.
 */
#include "client.h"

#include "memory.h"

#define SIZE 0x10000
#define BOTH (ACCESS_READ | ACCESS_WRITE)
#define LINE (sizeof(line) - 1)

CLIENT("share");

/* ORDER tests/boot/shares.lua */
enum { SPIN, NULL_CALL, PRINT, MEMORY, GRAPH };

static const char line[] = "a line that is printed while another client waits for it\n";
static u8 copy[256];

static int act(u32 what)
{
    u32 at;
    int error = 0;

    switch (what) {
    case SPIN:      break;
    case NULL_CALL: error = client->null(); break;
    case PRINT:     error = client->print(line, LINE); break;
    case GRAPH:     error = client->graph(0, copy, sizeof(copy)); break;
    case MEMORY:
        error = client->map(0, SIZE, BOTH, &at);
        if (error >= 0)
            error = client->unmap(at, SIZE);
    }
    return error;
}

int client_main(u32 argument)
{
    const u32 ticks = argument >> 8;
    u32 start, now, last, turns = 0;

    GRAPH_READ(system.ticks, start);
    last = start;
    do {
        const int error = act(argument & 0xff);
        if (error < 0)
            return error;
        GRAPH_READ(system.ticks, now);
        turns += now != last;
        last = now;
    } while (now - start < ticks);
    return (int)turns;
}
