/* SPDX-License-Identifier: MIT */
/*
 * Runs "client_walls" in a space again and again, in a thread of its own, and
 * takes away its far segments meanwhile, in another.
 */
#include "deimos.h"
#include "client_walls/walls.h"
#include "concurrency.h"
#include "far.h"
#include "memory.h"

#define STACK 8192
#define FAR_FIRST 14            /* the first segments of a model's own */
#define FAR_COUNT 18

DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static int space, odd, odd_result;
static u32 came_back, died, turn, entry_first, entry_end, is_virtual, density;
static u32 stride;              /* from an entry to the next */
static u32 stacks;              /* a bit for each that may be had */
static volatile u32 running;

/* Flags, data and link change from case to case; all of them meet. */
static u32 case_of(u32 entry, u32 stack, u32 k)
{
    const u32 flags = (entry + stack * 3 + k + turn) % WALLS_FLAG_SETS;
    const u32 data = (entry + stack + k * 3 + turn) % 4;
    const u32 link = (entry * 3 + stack + k + turn) % 8;

    return entry | stack << 5 | flags << 9 | data << 12 | link << 14 |
           is_virtual << 17;
}

static void one(u32 n)
{
    const int result = memory->run(space, n);

    if (result == WALLS_OK) {
        came_back++;
    } else if (result == E_DIED) {
        died++;
    } else {
        odd = (int)n;
        odd_result = result;
    }
    threads->yield();
}

static int attack_all(u32 argument)
{
    (void)argument;
    for (u32 entry = entry_first; entry < entry_end; entry += stride)
        for (u32 stack = 0; stack < WALLS_STACKS; stack++)
            for (u32 k = 0; k < density && stacks >> stack & 1; k++)
                one(case_of(entry, stack, k));
    running = 0;
    return 0;
}

/* One after the other, some turns apart. */
static int take_away(u32 argument)
{
    (void)argument;
    for (u32 i = 0; running; i++) {
        const u32 index = FAR_FIRST + i % FAR_COUNT;
        memory->unmap(space, far_address(index << 3 | 7), 4096);
        threads->yield();
    }
    return 0;
}

static int start(int where, u32 first, u32 end, u32 many, u32 flags,
                 u32 which)
{
    stacks = which;
    space = where;
    entry_first = first;
    entry_end = end;
    density = many;
    is_virtual = flags & 1;
    turn = flags >> 1 & 7;
    stride = flags >> 4;
    came_back = died = 0;
    odd = -1;
    running = 1;
    const int thread = threads->create(attack_all, 0, STACK);
    if (thread < 0)
        return thread;
    const int taker = threads->create(take_away, 0, STACK);
    return taker < 0 ? taker : thread;
}

static int get_back(void) { return (int)came_back; }
static int get_died(void) { return (int)died; }
static int get_odd(void) { return odd; }
static int get_result(void) { return odd_result; }
static int is_running(void) { return (int)running; }

static const struct {
    int (*start)(int where, u32 first, u32 end, u32 many, u32 flags,
                 u32 which);
    int (*back)(void), (*died)(void), (*odd)(void), (*result)(void);
    int (*running)(void);
} table = { start, get_back, get_died, get_odd, get_result, is_running };

DEIMOS_MODULE("assault", MODULE_SYSTEM);
DEIMOS_INTERFACE("assault", "assault", table,
                 "start back died odd result running");
