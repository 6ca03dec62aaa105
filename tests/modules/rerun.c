/* SPDX-License-Identifier: MIT */
/*
 * Stands between a memory model and its threads. When a client yields, it tries
 * to run that client's space once more on the client's own thread, to destroy
 * it, and to have it destroyed by the exit() of a module that is unloaded.
 * And runs a space in a thread of its own.
 */
#include "deimos.h"
#include "concurrency.h"
#include "memory.h"

#define STACK 16384

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

static int space, victim;       /* 0: no more */
static int ran, destroyed, unloaded, spaces[2];

static int create(int (*entry)(u32), u32 argument, u32 stack)
{
    return threads->create(entry, argument, stack);
}

static int yield(void)
{
    const int tried = space;

    space = 0;
    if (tried) {
        ran = memory->run(tried, 1 << 8);
        destroyed = memory->destroy(tried);
        unloaded = victim ? cm->unload(victim) : 0;
    }
    return threads->yield();
}

static void leave(int result) { threads->exit(result); }
static int join(int thread) { return threads->join(thread); }
static int current(void) { return threads->current(); }
static int wake(const volatile u32 *word) { return threads->wake(word); }
static int count(void) { return threads->count(); }
static int hand_off(int thread) { return threads->hand_off(thread); }
static int whose(void) { return threads->whose(); }

static u64 exchange(u32 context, saddr_t stack)
{
    return threads->exchange(context, stack);
}

static int wait(const volatile u32 *word, u32 expected)
{
    return threads->wait(word, expected);
}

static int set_context(u32 context, saddr_t stack)
{
    return threads->set_context(context, stack);
}

static const struct concurrency concurrency = {
    create, yield, leave, join, current, wait, wake, count, set_context,
    hand_off, exchange, whose,
};

static int set(int of, int module)
{
    space = of;
    victim = module;
    ran = destroyed = unloaded = 1;
    return 0;
}

static int run(u32 i)
{
    return memory->run(spaces[i & 1], 3 << 8 | 1);
}

/* The thread that runs it. */
static int spawn(u32 i, int of)
{
    spaces[i & 1] = of;
    return threads->create(run, i, STACK);
}

static int get_ran(void) { return ran; }
static int get_destroyed(void) { return destroyed; }
static int get_unloaded(void) { return unloaded; }

static const struct {
    int (*set)(int space, int module);
    int (*spawn)(u32 i, int space);
    int (*ran)(void), (*destroyed)(void), (*unloaded)(void);
} control = { set, spawn, get_ran, get_destroyed, get_unloaded };

DEIMOS_MODULE("rerun", MODULE_SYSTEM);
DEIMOS_INTERFACE("concurrency", "concurrency", concurrency,
                 CONCURRENCY_METHODS);
DEIMOS_INTERFACE("control", "rerun", control,
                 "set spawn ran destroyed unloaded");
