/* SPDX-License-Identifier: MIT */
#include "deimos.h"

#include "concurrency.h"
#include "waiter.h"

#define CAME_BACK 777           /* to whom is dead */
#define STACK 8192

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static volatile u32 armed, asks_threads;

/* In frames of its own, for a jump would leave none. */
static int answer(int result)
{
    return result == E_DIED || armed ? CAME_BACK : result;
}

static int load(const char *name) { return answer(cm->load(name)); }
static int unload(int module) { return answer(cm->unload(module)); }
static int digest(void) { return answer(cm->digest()); }

static int replace(int module, const char *name)
{
    return answer(cm->replace(module, name));
}

static int alone(int binding, const char *name)
{
    const int error = cm->unbind(binding);

    return error ? error : load(name);
}

static int arm(u32 place)
{
    armed = place;
    return 0;
}

static int at(u32 place)
{
    if (place == armed)
        __builtin_trap();
    return place == asks_threads ? threads->count() : 0;
}

static int arm_threads(u32 place)
{
    asks_threads = place;
    return 0;
}

static int load_it(u32 name)
{
    return load((const char *)name);
}

static int load_in_thread(const char *name)
{
    const int thread = threads->create(load_it, (u32)name, STACK);

    return thread < 0 ? thread : threads->join(thread);
}

static const struct waiter table = {
    load, unload, replace, digest, alone, arm, at, arm_threads,
    load_in_thread,
};

DEIMOS_MODULE("waiter", MODULE_APPLICATION);
DEIMOS_INTERFACE("waiter", "waiter", table, WAITER_METHODS);
