/* SPDX-License-Identifier: MIT */
/*
 * Has "client_siege" obey orders, one after the other, in a thread of its own:
 * all in one space, or each in a new one.
 */
#include "deimos.h"
#include "client_siege/siege.h"
#include "concurrency.h"
#include "memory.h"

#define STACK 8192

DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");

static const u32 *orders;
static int *results;
static u32 count, is_fresh;

static int open_space(void)
{
    const int space = memory->create();
    const int error = space < 0 ? space : memory->load(space, "client_siege");

    if (error >= 0)
        return space;
    if (space > 0)
        memory->destroy(space);
    return error;
}

static int obey(int space, const u32 *order)
{
    const int at = memory->run(space, 0);

    if (at < 0)
        return at;
    const int error = memory->write(space, (u32)at, order,
                                    SIEGE_SIZE * sizeof(u32));
    return error < 0 ? error : memory->run(space, 1);
}

static int in_fresh(const u32 *order)
{
    const int space = open_space();

    if (space < 0)
        return space;
    const int result = obey(space, order);
    const int error = memory->destroy(space);
    return error < 0 ? error : result;
}

static int body(u32 argument)
{
    const int space = is_fresh ? 0 : open_space();

    (void)argument;
    if (space < 0)
        return space;
    for (u32 i = 0; i < count; i++) {
        const u32 *order = orders + i * SIEGE_SIZE;
        results[i] = is_fresh ? in_fresh(order) : obey(space, order);
        threads->yield();
    }
    return is_fresh ? 0 : memory->destroy(space);
}

/* The thread, to be joined. */
static int start(const u32 *list, int *answers, u32 many, u32 fresh)
{
    orders = list;
    results = answers;
    count = many;
    is_fresh = fresh;
    return threads->create(body, 0, STACK);
}

/* The same without threads. */
static int run(const u32 *list, int *answers, u32 many, u32 fresh)
{
    orders = list;
    results = answers;
    count = many;
    is_fresh = fresh;
    return body(0);
}

static const struct {
    int (*start)(const u32 *list, int *answers, u32 many, u32 fresh);
    int (*run)(const u32 *list, int *answers, u32 many, u32 fresh);
} table = { start, run };

DEIMOS_MODULE("siege", MODULE_SYSTEM);
DEIMOS_INTERFACE("siege", "siege", table, "start run");
