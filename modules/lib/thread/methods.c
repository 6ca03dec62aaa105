/* SPDX-License-Identifier: MIT */
/* The interface "concurrency": each method is one critical section. */
#include "beside.h"
#include "../call/module_at.h"
#include "../call/there.h"

static int leave(int result)
{
    threads_leave();
    return result;
}

/* By the policy, while we ask it. */
static int is_nested(void)
{
    return threads_locked && policy_is_asked();
}

/* Stacks of those that have ended; their results wait for join(), if anybody
 * is left who could know of them. */
static void reap(void)
{
    for (u32 i = thread_limit; i-- > 0;) {
        struct thread *t = &threads[i];
        if (t->state != THREAD_ENDED)
            continue;
        if (module_lives(t->owner))
            thread_stack_destroy(t);
        else
            thread_discard(t);
    }
}

static int start(void)
{
    int error = beside_begin();

    if (!error)
        error = kind_start();
    if (!error)
        threads_announce();
    return error;
}

static int create_locked(u32 owner, int (*entry)(u32), u32 argument,
                         u32 stack_size)
{
    struct thread *t;
    int error;

    reap();
    t = thread_free_slot();
    if (!t)
        return E_FULL;
    error = thread_stack_create(t, stack_size);
    if (!error && thread_count() == 1)
        error = start();
    if (error) {
        thread_discard(t);
        return error;
    }
    t->owner = owner;
    t->entry = entry;
    t->argument = argument;
    thread_start(t);
    return (int)t->handle;
}

static int create(int (*entry)(u32), u32 argument, u32 stack_size)
{
    const u32 owner = module_at(entry);

    if (!owner)
        return E_ADDRESS;
    if (is_nested())
        return E_ACTIVE;
    threads_enter();
    const int error = policy_error();
    return leave(error ? error : create_locked(owner, entry, argument,
                                               stack_size));
}

/* Those beside, if the first thread calls: did any run? */
static int give_turns(void)
{
    if (!beside_is_on || thread_current != FIRST)
        return 0;
    threads_leave();
    const int ran = beside_turns();
    threads_enter();
    return ran;
}

/* Sleep on it, as it still is what was expected. */
static int sleep(const volatile u32 *word, u32 expected)
{
    const int error = thread_sleep(word);

    if (give_turns() || error != E_PAGING)
        return error == E_PAGING ? E_OK : error;
    return is_there(nmm, word, sizeof(*word)) && *word != expected ? E_OK :
                                                                     error;
}

int methods_yield(void)
{
    if (!thread_may_switch())
        return E_ACTIVE;
    threads_enter();
    const int error = policy_error();
    if (!error) {
        thread_yield();
        give_turns();
    }
    return leave(error);
}

/* The first thread is not ours to end. */
static void end(int result)
{
    const struct concurrency *other = thread_elsewhere();

    if (other)
        other->exit(result);
    else if (thread_current != FIRST && thread_may_switch())
        thread_finish(result);
}

/* Whoever waits for it. */
static int await_end(const struct thread *t)
{
    const struct concurrency *other = thread_elsewhere();

    if (!other)
        return thread_may_switch() ? sleep(&t->ended, 0) : E_ACTIVE;
    threads_leave();
    const int error = other->wait(&t->ended, 0);
    threads_enter();
    return error;
}

static int join_locked(int handle)
{
    struct thread *t = thread_find(handle);

    while (t && t != thread_current && t->state != THREAD_ENDED) {
        const int error = await_end(t);
        if (error)
            return error;
        t = thread_find(handle);        /* another may have joined it */
    }
    if (!t || t == thread_current)
        return E_HANDLE;
    const int result = t->result;
    thread_discard(t);
    return result;
}

int methods_join(int handle)
{
    if (is_nested())
        return E_ACTIVE;
    threads_enter();
    return leave(join_locked(handle));
}

static int current(void)
{
    return (int)thread_current->handle;
}

int methods_wait(const volatile u32 *word, u32 expected)
{
    if (!thread_may_switch())
        return E_ACTIVE;
    if ((u32)word % sizeof(*word) || !is_there(nmm, word, sizeof(*word)))
        return E_ADDRESS;
    threads_enter();
    return leave(*word == expected ? sleep(word, expected) : E_OK);
}

static int wake(const volatile u32 *word)
{
    if (is_nested())
        return E_ACTIVE;
    threads_enter();
    const int own = leave((int)thread_wake(word));
    return beside_is_on ? own + (int)beside_wake(word) : own;
}

static int count(void)
{
    return (int)thread_count();
}

/* Until paging is on, unless it is the first thread's or there is no way to
 * let another one turn it on. */
static int wait_for_paging(struct thread *t, u32 context, saddr_t stack)
{
    if (t == FIRST || !thread_may_switch() || policy_error())
        return E_PAGING;
    t->old_context = t->context;
    t->old_stack = t->stack1;
    t->context = context;
    t->stack1 = stack;
    thread_yield_inactive();
    if (t->context)
        return E_OK;
    t->context = t->old_context;
    t->stack1 = t->old_stack;
    return E_HANDLE;                    /* it went meanwhile */
}

static int set_context_locked(u32 context, saddr_t stack)
{
    struct thread *t = thread_current;
    int error = E_OK;

    if (context | t->context)
        error = context_gate(context, stack);
    if (error == E_PAGING)
        error = wait_for_paging(t, context, stack);
    if (error)
        return error;
    t->context = context;
    t->stack1 = stack;
    thread_set_state(t, t->state);
    if (beside_is_on && t == FIRST)
        beside_set_context();
    kind_context(t);
    return E_OK;
}

int methods_set_context(u32 context, saddr_t stack)
{
    if (is_nested())
        return E_ACTIVE;
    threads_enter();
    return leave(set_context_locked(context, stack));
}

static u32 bottom_of(struct thread *t)
{
    if (t->bottom == ROOM_NONE) {
        t->bottom = thread_first_bottom();
        thread_set_room(t);
    }
    return t->bottom;
}

u64 methods_exchange(u32 context, saddr_t stack, u32 esp)
{
    if (esp < bottom_of(thread_current))
        return (u32)E_NOMEM;
    const u32 old_context = thread_current->context;
    const u32 old_stack = thread_current->stack1;
    const int error = methods_set_context(context, stack);

    return error ? (u32)error : (u64)old_stack << 32 | old_context;
}

static int whose(void)
{
    return thread_current != FIRST ? WHOSE_OWN :
           thread_elsewhere() ? WHOSE_OTHER : WHOSE_FIRST;
}

static int drop(void)
{
    if (is_nested())
        return E_ACTIVE;
    if (threads_are_gone)
        kind_stop();
    threads_enter();
    reap();
    return leave(E_OK);
}

static const struct orphans orphans = { drop };

const struct concurrency threads_methods = {
    create, entry_yield, end, entry_join, current, entry_wait, wake, count,
    entry_set_context, context_hand_off, context_exchange, whose,
};

DEIMOS_INTERFACE("concurrency", "concurrency", threads_methods,
                 CONCURRENCY_METHODS);
DEIMOS_INTERFACE("orphans", "orphans", orphans, ORPHANS_METHODS);
