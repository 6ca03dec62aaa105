/* SPDX-License-Identifier: MIT */
/*
 * Experiment debug: what a client pays for being debugged (api/debug.h). The
 * row's script binds `memory` to a model, `pages` to what it has of them, the
 * model's `trap` to this module, and `debug` to a module of that name under the
 * model; but for the case `off`, which is a client without one.
 *
 *   off      the client stores a word
 *   watch    the same, where stores are watched: it is logged
 *   beside   the same, in a page that has a watch, but not to what is watched
 *   guard    an object between guard pages is placed, and one like it lifted
 *   step     a run of the client `straight`, x instructions of it one by one
 *
 * Proof of a sample: the client reads what it has stored; the entry of the page
 * that is watched lets nobody write, before and after: so the store has faulted.
 * An entry of the log says where the client was: there is the code that did it.
 * Stores of the client's to either guard trap, to the object they do not, to one
 * that was lifted they do. `straight` has counted all of its instructions.
 */
#include "scene.h"

#define WATCHED 4u                      /* bytes */
#define BESIDE (PAGE_SIZE / 2)          /* what is stored is the first word */
#define GUARDED 100u                    /* bytes of the object */

/* --- off, watch, beside -------------------------------------------------- */

static int was_closed;                  /* before the sample */

static int set_up_off(u32 x)
{
    (void)x;
    traps = 0;
    const int error = ring3_create(&client);
    return error < 0 ? error : ring3_memory(client.space, PAGE_SIZE,
                                            &client.request.base);
}

static int set_up_watch(u32 from)
{
    int error = set_up_off(0);

    if (error >= 0)
        error = debug->watch(client.space, client.request.base + from, WATCHED,
                             DEBUG_WRITE);
    return error < 0 ? error : 0;
}

static int prepare_store(void)
{
    const int error = ring3_clear(&client, client.request.base);

    traps = 0;
    empty_log();
    was_closed = is_closed();
    return error;
}

static int sample_store(u32 kind, u64 *ticks)
{
    return ring3_sample(&client, BENCH_STORE, 0, kind, ticks);
}

static int check_off(void)
{
    return verdict(is_stored() && !traps && !was_closed && !is_closed());
}

/* What was watched all the while, and how many entries are in the log. */
static int is_watched(int count)
{
    return was_closed && is_closed() && !traps &&
           debug->log(entries, ENTRIES) == count && is_stored();
}

static int check_watch(void)
{
    return verdict(is_watched(1) && is_entry(&entries[0], DEBUG_WRITE,
                                             client.request.base) &&
                   is_store(entries[0].eip));
}

static int check_beside(void)
{
    return verdict(is_watched(0));
}

/* --- guard --------------------------------------------------------------- */

static u32 object, before;              /* of the sample, of that before */

static int set_up_guard(u32 x)
{
    (void)x;
    object = before = 0;
    const int error = ring3_create(&client);
    return error < 0 ? error : debug->guard(client.space, GUARDED, &object);
}

static int prepare_guard(void)
{
    before = object;
    object = 0;
    return 0;
}

static void body_guard(void)
{
    debug->guard(client.space, GUARDED, &object);
    debug->unguard(client.space, before);
}

static int is_guarded(void)
{
    return object && stores(object, 0) && stores(object + GUARDED - 4, 0) &&
           stores(object + GUARDED, 1) &&
           stores((object & ~(PAGE_SIZE - 1)) - 4, 1);
}

/* The handler has mapped a page where it was: that goes again. */
static int is_lifted(void)
{
    return stores(before, 1) &&
           memory->unmap(client.space, before & ~(PAGE_SIZE - 1),
                         PAGE_SIZE) >= 0;
}

static int check_guard(void)
{
    return verdict(is_guarded() && is_lifted());
}

/* --- step ---------------------------------------------------------------- */

static u32 steps;                       /* x */
static int result;                      /* of the client */

static int set_up_step(u32 x)
{
    steps = x;
    memset(&client, 0, sizeof(client));
    if (x > STRAIGHT_INCS)
        return E_RANGE;
    const int space = memory->create();
    if (space < 0)
        return space;
    client.space = space;
    return memory->load(space, "straight");
}

/* Who waits for a client has the timer's line open: no tick is to come. */
static int prepare_step(void)
{
    int error;

    empty_log();
    result = E_VERIFY;
    error = cpu->cli();
    return error < 0 ? error : debug->step(client.space, steps);
}

static void body_step(void)
{
    result = memory->run(client.space, 0);
}

static int check_step(void)
{
    cpu->sti();
    return verdict(result == STRAIGHT_INCS &&
                   debug->log(entries, ENTRIES) == (int)steps &&
                   is_straight(steps));
}

/* --- The cases ----------------------------------------------------------- */

static int set_up_watched(u32 x)
{
    (void)x;
    return set_up_watch(0);
}

static int set_up_beside(u32 x)
{
    (void)x;
    return set_up_watch(BESIDE);
}

/* While the space is there; without a debugger nothing is to be taken off. */
static int tear_down(void)
{
    cpu->sti();
    if (client.space > 0)
        debug->off(client.space);
    return ring3_destroy(&client);
}

DEIMOS_MODULE("bench_debug", MODULE_SYSTEM);
DEIMOS_INTERFACE("trap", "trap", trap_table, TRAP_METHODS);
TIMED(off, set_up_off, prepare_store, sample_store, check_off, tear_down);
TIMED(watch, set_up_watched, prepare_store, sample_store, check_watch,
      tear_down);
TIMED(beside, set_up_beside, prepare_store, sample_store, check_beside,
      tear_down);
EXPERIMENT(guard, set_up_guard, prepare_guard, body_guard, check_guard,
           tear_down);
EXPERIMENT(step, set_up_step, prepare_step, body_step, check_step, tear_down);
