/* SPDX-License-Identifier: MIT */
/*
 * What a concurrency module hands to the one that replaces it: all threads, with their
 * handles, stacks and contexts. Both share ring 1's memory, so the state is where the
 * old module's tables are. All that can be refused comes first: then the new one
 * takes the stacks, makes them lead to itself, and empties the old tables.
 *
 *      export      can each thread be moved? (move.c)
 *      import      stacks: give_region, by the old module's way to the NMM
 *                  what the kind needs: tasks, a timer
 *                  ------ nothing can fail from here on ------
 *                  tables, stacks; the old module has no thread any more
 */
#include "beside.h"
#include "../call/module_at.h"
#include "../../../core/lib/string.h"

#define STATE_KIND 0x33524854           /* "THR3" */

struct threads_state {
    u32 module;
    const struct nmm *nmm;      /* what it may, we may */
    struct thread *threads;
    struct thread **current;
    u32 *limit, *clock;
    volatile u32 *locked;
    struct suspended *table;
    int *are_gone, *beside_is_on;
};

int threads_are_gone;

static u32 own_module(void)
{
    return module_at(threads_export);
}

int threads_export(struct module_state *to)
{
    static struct threads_state state;

    threads_enter();                    /* the table is true from here on */
    threads_leave();
    kind_leave();
    const int error = threads_can_move();
    if (error)
        return error;
    state = (struct threads_state){
        own_module(), nmm, threads, &thread_current, &thread_limit,
        &threads_clock, &threads_locked, &threads_table, &threads_are_gone,
        &beside_is_on };
    *to = (struct module_state){ STATE_KIND, &state, sizeof(state) };
    return E_OK;
}

/* Both of a thread, or none. */
static int give_stack(const struct nmm *owner, const struct thread *t, u32 to)
{
    int error = t->guard ? owner->give_region(t->guard, to) : E_OK;

    if (!error && t->stack)
        error = owner->give_region(t->stack, to);
    return error;
}

/* What we have of them. */
static void give_back(const struct threads_state *from)
{
    for (u32 i = 1; i < thread_limit; i++) {
        kind_destroy(&threads[i]);
        give_stack(nmm, &threads[i], from->module);
    }
    thread_limit = 1;
    memset(threads + 1, 0, (THREAD_MAX - 1) * sizeof(*threads));
}

static int take_thread(const struct threads_state *from, u32 slot)
{
    struct thread *t = &threads[slot];

    *t = from->threads[slot];
    t->task = 0;
    if (!t->stack)
        return E_OK;
    const int error = kind_create(t);
    return error ? error : give_stack(from->nmm, t, own_module());
}

static int take_threads(const struct threads_state *from)
{
    int error = E_OK;

    for (u32 i = 1; i < *from->limit && !error; i++) {
        thread_limit = i + 1;
        error = take_thread(from, i);
    }
    if (!error && thread_count() > 1)
        error = kind_start();
    if (error)
        give_back(from);
    return error;
}

/* But for what its records are: they are each module's. */
static void take_first(const struct thread *from)
{
    const struct recovery saved = FIRST->saved;

    *FIRST = *from;
    FIRST->saved = saved;
    FIRST->saved.previous = from->saved.previous;
}

/* The old one has what it was loaded with, and never runs a thread again. */
static void empty(const struct threads_state *from)
{
    *from->locked = 1;
    threads_withdraw_table(from->table);
    for (u32 i = 1; i < *from->limit; i++)
        if (from->threads[i].task)
            from->nmm->destroy_tss(from->threads[i].task);
    memset(from->threads + 1, 0, (THREAD_MAX - 1) * sizeof(*threads));
    from->threads->esp = 0;
    *from->limit = 1;
    *from->current = from->threads;
    *from->are_gone = 1;
}

static struct thread *longest_waiting(void)
{
    struct thread *found = NULL;

    for (u32 i = 0; i < thread_limit; i++)
        if (threads[i].state == THREAD_WAITING &&
            (!found || threads[i].since < found->since))
            found = &threads[i];
    return found;
}

/* Each that waits looks again, or asks again. No policy is told: it hears of all
 * ready threads when it is asked. */
static void set_states(u32 *clock)
{
    struct thread *t;

    while ((t = longest_waiting())) {
        t->state = THREAD_READY;
        t->word = NULL;
        t->since = ++*clock;
    }
    for (u32 i = 0; i < thread_limit; i++) {
        thread_set_state(&threads[i], threads[i].state);
        thread_set_room(&threads[i]);
    }
}

static void take_tables(const struct threads_state *from)
{
    u32 clock = *from->clock;

    beside_is_on = *from->beside_is_on; /* there are no short ways then */
    for (u32 i = *from->limit; i < THREAD_MAX; i++)
        threads[i].uses = from->threads[i].uses;
    take_first(from->threads);
    for (u32 i = 0; i < thread_limit; i++)
        thread_move(&threads[i]);
    set_states(&clock);
    threads_adopt(&threads[*from->current - from->threads], clock);
}

int threads_import(const struct module_state *state)
{
    struct threads_state from;

    if (state->kind != STATE_KIND || state->size != sizeof(from))
        return E_FORMAT;
    memcpy(&from, state->data, sizeof(from));
    const int error = take_threads(&from);
    if (error)
        return error;
    take_tables(&from);
    empty(&from);
    if (thread_count() > 1)
        threads_announce();
    return E_OK;
}
