/* SPDX-License-Identifier: MIT */
/*
 * Scheduling policy: the highest level first, round robin among equals. A
 * thread's level is 0 until `priority.set` says otherwise. One client at a
 * time.
 */
#include "concurrency.h"
#include "deimos.h"

#define QUANTUM 2               /* timer ticks */

static struct waiting {
    int thread;                 /* 0: free */
    u32 since;
} queue[THREAD_MAX];

static struct level {
    int thread;                 /* 0: free */
    int level;
} levels[THREAD_MAX];

static u32 clock;

static struct level *find_level(int thread)
{
    for (u32 i = 0; i < THREAD_MAX; i++)
        if (levels[i].thread == thread)
            return &levels[i];
    return NULL;
}

static int level_of(int thread)
{
    const struct level *l = find_level(thread);

    return l ? l->level : 0;
}

static struct waiting *find(int thread)
{
    for (u32 i = 0; i < THREAD_MAX; i++)
        if (queue[i].thread == thread)
            return &queue[i];
    return NULL;
}

static void ready(int thread)
{
    struct waiting *w = find(thread) ? NULL : find(0);

    if (w)
        *w = (struct waiting){ thread, ++clock };
}

static int is_before(const struct waiting *a, const struct waiting *b)
{
    const int difference = level_of(a->thread) - level_of(b->thread);

    return difference ? difference > 0 : a->since < b->since;
}

static int next(void)
{
    struct waiting *best = NULL;
    int thread = 0;

    for (u32 i = 0; i < THREAD_MAX; i++)
        if (queue[i].thread && (!best || is_before(&queue[i], best)))
            best = &queue[i];
    if (best) {
        thread = best->thread;
        best->thread = 0;
    }
    return thread;
}

static u32 quantum(int thread)
{
    (void)thread;
    return QUANTUM;
}

static void gone(int thread)
{
    struct waiting *w = find(thread);
    struct level *l = find_level(thread);

    if (w)
        w->thread = 0;
    if (l)
        *l = (struct level){ 0, 0 };
}

/* E_FULL: every level is taken by a thread that never ended. */
static int set(int thread, int level)
{
    struct level *l = find_level(thread);

    if (thread <= 0)
        return E_HANDLE;
    if (!l)
        l = find_level(0);
    if (!l)
        return E_FULL;
    *l = (struct level){ thread, level };
    return E_OK;
}

struct priority { int (*set)(int thread, int level); };
static const struct scheduler table = { ready, next, quantum, gone };
static const struct priority priority = { set };

DEIMOS_MODULE("priority", MODULE_SYSTEM);
DEIMOS_INTERFACE("scheduler", "scheduler", table, SCHEDULER_METHODS);
DEIMOS_INTERFACE("priority", "priority", priority, "set");
