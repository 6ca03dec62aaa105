/* SPDX-License-Identifier: MIT */
/*
 * From one thread to another.
 *
 * Recovery: each thread's list ends at its bridge, and the bridge leads to
 * the first thread's list. A module that dies in a thread ends that thread,
 * at its start; but if this module dies, all its threads are lost, and the
 * first goes on at its innermost recovery point.
 *
 * The short way (context.S) changes thread_current and nothing else. The
 * next critical section makes the rest of the table true again.
 */
#include "beside.h"

u32 threads_clock;
static struct thread *running = FIRST;  /* by the table and the policy */
static struct thread *early;            /* it runs and is in the policy's
                                           queue, where it no longer belongs */

void threads_enter(void)
{
    struct thread *left = running;

    threads_locked = 1;
    if (left == thread_current)
        return;
    running = early = thread_current;
    thread_set_state(running, THREAD_RUNNING);
    thread_make_ready(left);
}

void threads_leave(void)
{
    threads_locked = 0;
}

/* None is in a policy's queue: `known` of policy.c is not that policy. */
void threads_adopt(struct thread *current, u32 clock)
{
    thread_current = running = current;
    early = NULL;
    threads_clock = clock;
}

void thread_set_state(struct thread *t, enum thread_state state)
{
    const int can_run = state == THREAD_READY || state == THREAD_RUNNING;

    t->state = state;
    t->key = kind_is_short && !beside_is_on && can_run ? t->handle + UPCALLS
                                                       : 0;
}

/* Whoever runs has a key, or nobody has. */
void thread_set_room(struct thread *t)
{
    t->room = kind_is_short && !beside_is_on ? t->bottom : ROOM_NONE;
}

void thread_make_ready(struct thread *t)
{
    thread_set_state(t, THREAD_READY);
    t->word = NULL;
    t->since = ++threads_clock;
    policy_ready(t);
}

/* The current thread's task is not the current one: it waits for paging. */
static int is_inactive;

/* A task that is no more went with its module: the thread has none. */
int thread_activate(struct thread *t)
{
    if ((t == thread_current && !is_inactive) ||
        !(t->context | thread_current->context))
        return E_OK;
    const int error = context_gate(t->context, t->stack1);
    if (error != E_HANDLE)
        return error;
    t->context = 0;
    return context_gate(0, 0);
}

static struct thread *choose(void)
{
    struct thread *t = policy_next();

    if (t && t == early && t == thread_current) {
        policy_ready(t);                /* behind the others */
        t = policy_next();
    }
    early = NULL;
    return t;
}

static void let_go(void)
{
    for (u32 i = 0; i < thread_limit; i++)
        if (threads[i].state == THREAD_HELD)
            thread_make_ready(&threads[i]);
}

/*
 * If nobody is ready, nobody ever will be: the first thread is told. If all
 * that are wait for paging, the one that is about to sleep is told, for it
 * may turn it on; if it has ended, nobody is left to do it but us.
 */
static struct thread *nobody_left(int are_held)
{
    struct thread *from = thread_current;

    if (are_held && from->state == THREAD_WAITING) {
        from->woken = E_PAGING;
        return from;
    }
    FIRST->woken = are_held ? E_PAGING : E_ACTIVE;
    if (thread_activate(FIRST) == E_PAGING) {
        paging_needed();
        thread_activate(FIRST);
    }
    return FIRST;
}

static struct thread *find_next(void)
{
    struct thread *t;
    int are_held = 0;

    while ((t = choose()) && thread_activate(t) == E_PAGING) {
        thread_set_state(t, THREAD_HELD);
        are_held = 1;
    }
    if (are_held)
        let_go();
    return t ? t : nobody_left(are_held);
}

/* It leads to the threads beside, too; if they do not run, they wait for paging. */
static void call_first(void)
{
    if (!beside_is_on || FIRST->state != THREAD_WAITING || !beside_are_ready())
        return;
    thread_make_ready(FIRST);
    FIRST->woken = E_PAGING;
}

int thread_dispatch(void)
{
    struct thread *from = thread_current;

    threads_rescue();
    call_first();
    struct thread *to = find_next();
    is_inactive = 0;
    thread_set_state(to, THREAD_RUNNING);
    to->word = NULL;
    running = to;
    kind_run(to);
    if (to == from)
        return 0;
    kind_switch(from, to);
    threads_enter();
    return 1;
}

int thread_yield(void)
{
    thread_make_ready(thread_current);
    return thread_dispatch();
}

void thread_yield_inactive(void)
{
    is_inactive = 1;
    thread_yield();
}

int thread_sleep(const volatile u32 *word)
{
    struct thread *t = thread_current;

    thread_set_state(t, THREAD_WAITING);
    t->word = word;
    t->woken = E_OK;
    t->since = ++threads_clock;
    thread_dispatch();
    return t->woken;
}

static struct thread *longest_waiting(const volatile u32 *word)
{
    struct thread *found = NULL;

    for (u32 i = 0; i < thread_limit; i++) {
        struct thread *t = &threads[i];
        if (t->state == THREAD_WAITING && t->word == word &&
            (!found || t->since < found->since))
            found = t;
    }
    return found;
}

u32 thread_wake(const volatile u32 *word)
{
    struct thread *t;
    u32 count = 0;

    for (; (t = longest_waiting(word)); count++)
        thread_make_ready(t);
    return count;
}

/*
 * hand_off() but for the short way: the caller has nothing to gain by a
 * policy, so that what is in the table is seen to later here, too.
 */
int thread_hand_off(int handle)
{
    if (!thread_may_switch())
        return E_ACTIVE;
    threads_enter();
    struct thread *from = thread_current, *to = thread_find(handle);
    int error = !to ? E_HANDLE : E_OK;
    if (!error && to != from && to->state != THREAD_READY)
        error = E_BUSY;
    if (!error)
        error = thread_activate(to);
    if (error || to == from) {
        threads_leave();
        return error;
    }
    kind_switch(from, to);
    return E_OK;
}
