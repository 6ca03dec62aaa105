/* SPDX-License-Identifier: MIT */
/*
 * A scheduling policy that calls the concurrency module while that asks it.
 * First in, first out; what it was answered it keeps.
 */
#include "concurrency.h"
#include "deimos.h"

#define NEVER 99
#define STACK 4096

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static int queue[THREAD_MAX];
static u32 count, where = NEVER, what, asked, refused;
static u32 word;

static int nothing(u32 argument)
{
    return (int)argument;
}

/* Any thread that is not this one. */
static int another(void)
{
    return count ? queue[0] : 1;
}

static int call(u32 method)
{
    switch (method) {
    case 0: return threads->create(nothing, 0, STACK);
    case 1: return threads->yield();
    case 2: threads->exit(5); return E_ACTIVE;
    case 3: return threads->join(another());
    case 4: return threads->wait(&word, word);
    case 5: return threads->wake(&word);
    case 6: return threads->set_context(0, 0);
    case 7: return threads->hand_off(another());
    case 8: return threads->current() > 0 ? E_ACTIVE : 0;
    default: return threads->count() > 0 ? E_ACTIVE : 0;
    }
}

static void reenter(u32 here)
{
    if (here != where)
        return;
    asked++;
    refused += call(what) == E_ACTIVE;
}

static void gone(int thread)
{
    const u32 before = count;

    count = 0;
    for (u32 i = 0; i < before; i++)
        if (queue[i] != thread)
            queue[count++] = queue[i];
    reenter(3);
}

static void ready(int thread)
{
    reenter(0);
    for (u32 i = 0; i < count; i++)
        if (queue[i] == thread)
            return;
    if (count < THREAD_MAX)
        queue[count++] = thread;
    reenter(4);
}

static int next(void)
{
    reenter(1);
    const int thread = count ? queue[0] : 0;

    for (u32 i = 1; i < count; i++)
        queue[i - 1] = queue[i];
    count -= count > 0;
    reenter(5);
    return thread;
}

static u32 quantum(int thread)
{
    (void)thread;
    reenter(2);
    return 1;
}

/* here: ready next quantum gone, ready and next once more at their ends. */
static int set(u32 here, u32 method)
{
    where = here;
    what = method;
    asked = refused = 0;
    return 0;
}

static int times(void)
{
    where = NEVER;
    return (int)asked;
}

static int refusals(void)
{
    return (int)refused;
}

static const struct scheduler scheduler = { ready, next, quantum, gone };
static const struct {
    int (*set)(u32 here, u32 method);
    int (*times)(void);
    int (*refusals)(void);
} control = { set, times, refusals };

DEIMOS_MODULE("nosy", MODULE_SYSTEM);
DEIMOS_INTERFACE("scheduler", "scheduler", scheduler, SCHEDULER_METHODS);
DEIMOS_INTERFACE("nosy", "nosy", control, "set times refusals");
