/* SPDX-License-Identifier: MIT */
/* Runs a space on a thread with a stack of so many bytes, and says how many of them
 * nobody has touched, at the stack's end. */
#include "deimos.h"

#include "concurrency.h"
#include "memory.h"

DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int space;
static u32 argument, left;

/* A thread begins with zeros there. */
static u32 untouched(void)
{
    struct region_info stack;
    u32 i = 0;

    if (nmm->query_region(NMM_UPS, (u32)__builtin_frame_address(0), &stack) <= 0)
        return 0;
    while (i < stack.size && !*(const u32 *)(stack.base + i))
        i += 4;
    return i;
}

static int body(u32 unused)
{
    (void)unused;
    const int result = memory->run(space, argument);
    left = untouched();
    return result;
}

static int run(int in, u32 with, u32 stack)
{
    space = in;
    argument = with;
    left = 0;
    const int thread = threads->create(body, 0, stack);
    return thread < 0 ? thread : threads->join(thread);
}

static int rest(void) { return (int)left; }

static const struct {
    int (*run)(int in, u32 with, u32 stack);
    int (*rest)(void);
} table = { run, rest };

DEIMOS_MODULE("deep", MODULE_SYSTEM);
DEIMOS_INTERFACE("deep", "deep", table, "run rest");
