/* SPDX-License-Identifier: MIT */
/* Runs spaces that are there, each on a thread of its own. */
#include "deimos.h"

#include "concurrency.h"
#include "memory.h"

#define MOST 64

DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static struct { int space; u32 argument; } runs[MOST];
static u32 count;

static int run(u32 i)
{
    return memory->run(runs[i].space, runs[i].argument);
}

static int start(int space, u32 argument)
{
    const u32 i = count++ % MOST;

    runs[i].space = space;
    runs[i].argument = argument;
    return threads->create(run, i, 16384);
}

static int join(int thread) { return threads->join(thread); }

static const struct { int (*start)(int, u32); int (*join)(int); } table = {
    start, join,
};

DEIMOS_MODULE("runner", MODULE_SYSTEM);
DEIMOS_INTERFACE("runner", "runner", table, "start join");
