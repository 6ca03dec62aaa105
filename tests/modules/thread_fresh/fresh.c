/* SPDX-License-Identifier: MIT */
/* One thread fills what it has, the next looks at what it finds. */
#include "deimos.h"
#include "concurrency.h"

#include "fresh.h"

#define STACK_SIZE 16384
#define LOOK 12288              /* bytes, below what the thread itself uses */

enum { GENERAL = 1, FLAGS = 2, X87 = 4, STACK = 8 };

struct seen {
    u32 general;                /* all but ESP and EBP, ORed */
    u32 flags;
    u32 stack;                  /* words that are the secret */
    u32 fpu[27];
};
_Static_assert(sizeof(struct seen) == SEEN_SIZE, "entry.S");

extern struct seen seen;
int thread_look(u32 bytes), thread_fill(u32 bytes);

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static int run(int (*entry)(u32))
{
    const int thread = threads->create(entry, LOOK, STACK_SIZE);

    return thread < 0 ? thread : threads->join(thread);
}

static int check(void)
{
    u32 any = 0, found;

    seen = (struct seen){ 0 };
    const int error = run(thread_look);
    if (error < 0)
        return error;
    for (u32 i = 7; i < 27; i++)
        any |= seen.fpu[i];
    found = (seen.general ? GENERAL : 0) | (seen.flags == 0x202 ? 0 : FLAGS) |
            (any || (u16)seen.fpu[2] != 0xffff ? X87 : 0) |
            (seen.stack ? STACK : 0);
    return (int)found;
}

static int fill(void)
{
    return run(thread_fill);
}

static const struct {
    int (*check)(void), (*fill)(void);
} table = { check, fill };

DEIMOS_MODULE("thread_fresh", MODULE_SYSTEM);
DEIMOS_INTERFACE("fresh", "fresh", table, "check fill");
