/* SPDX-License-Identifier: MIT */
/* A client under load: a thread that calls a counter without a pause, and
 * notes every answer that is not the one after the last. */
#include "concurrency.h"
#include "deimos.h"

struct counter {
    int (*count)(void);
    int (*version)(void);
};

DEIMOS_RECEPTACLE(counter, counter, "counter");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static volatile u32 stop;
static int calls, failures;

static int load(u32 last)
{
    while (!stop) {
        const int next = counter->count();
        failures += next != (int)last + 1;
        last = (u32)next;
        calls++;
    }
    return calls;
}

static int start(void)
{
    return threads->create(load, 0, 2 * PAGE_SIZE);
}

static int halt(void)
{
    stop = 1;
    return failures;
}

struct steady {
    int (*start)(void);
    int (*halt)(void);
};

static const struct steady table = { start, halt };

DEIMOS_MODULE("steady", MODULE_APPLICATION);
DEIMOS_INTERFACE("steady", "steady", table, "start halt");
