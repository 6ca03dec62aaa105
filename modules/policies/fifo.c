/* SPDX-License-Identifier: MIT */
/* Scheduling policy: round robin, one tick each. One client at a time. */
#include "concurrency.h"
#include "deimos.h"

#define QUANTUM 1               /* timer ticks */

static int queue[THREAD_MAX];   /* the first is next */
static u32 count;

static void gone(int thread)
{
    u32 kept = 0;

    for (u32 i = 0; i < count; i++)
        if (queue[i] != thread)
            queue[kept++] = queue[i];
    count = kept;
}

/* One that is there already keeps its place. */
static void ready(int thread)
{
    for (u32 i = 0; i < count; i++)
        if (queue[i] == thread)
            return;
    if (count < THREAD_MAX)
        queue[count++] = thread;
}

static int next(void)
{
    const int thread = count ? queue[0] : 0;

    gone(thread);
    return thread;
}

static u32 quantum(int thread)
{
    (void)thread;
    return QUANTUM;
}

static const struct scheduler table = { ready, next, quantum, gone };

DEIMOS_MODULE("fifo", MODULE_SYSTEM);
DEIMOS_INTERFACE("scheduler", "scheduler", table, SCHEDULER_METHODS);
