/* SPDX-License-Identifier: MIT */
/*
 * From one thread to another.
 *
 * Recovery: each thread's list ends at the bridge, and the bridge leads to
 * the first thread's list. A module that dies in a thread ends that thread,
 * at its start; but if this module dies, all its threads are lost, and the
 * first goes on at its innermost recovery point.
 */
#include "threads.h"

#define FIRST (&threads[0])

void thread_main(void);

static struct recovery bridge = { .eip = (u32)context_bridge };
static u32 clock;                       /* counts threads made ready */

void threads_leave(void)
{
    threads_locked = 0;
}

void thread_make_ready(struct thread *t)
{
    t->state = THREAD_READY;
    t->word = NULL;
    t->since = ++clock;
    policy_ready(t);
}

/* If nobody is ready, nobody ever will be: the first thread is told. */
static struct thread *find_next(void)
{
    struct thread *next = policy_next();

    if (next)
        return next;
    FIRST->woken = E_ACTIVE;
    return FIRST;
}

void thread_dispatch(void)
{
    struct thread *from = thread_current;

    threads_rescue();
    struct thread *to = find_next();
    to->state = THREAD_RUNNING;
    to->word = NULL;
    kind_quantum(policy_quantum(to));
    if (to == from)
        return;
    bridge.previous = from == FIRST ? context_recovery() : FIRST->recovery;
    bridge.esp = to->top;
    thread_current = to;
    context_switch(from, to);
}

void thread_yield(void)
{
    thread_make_ready(thread_current);
    thread_dispatch();
}

int thread_sleep(const volatile u32 *word)
{
    struct thread *t = thread_current;

    t->state = THREAD_WAITING;
    t->word = word;
    t->woken = E_OK;
    t->since = ++clock;
    thread_dispatch();
    return t->woken;
}

static struct thread *longest_waiting(const volatile u32 *word)
{
    struct thread *found = NULL;

    for (u32 i = 0; i < THREAD_MAX; i++) {
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

/* The oldest frame of a thread's call chain: it returns to the thread's entry,
 * so that the module is not quiet before it has begun. */
static u32 *oldest_frame(const struct thread *t)
{
    return (u32 *)t->top - 2;
}

/* Its stack is a switch's, into context_start. */
void thread_start(struct thread *t)
{
    u32 *frame = oldest_frame(t), *esp = (u32 *)(t->top - 32);

    for (u32 i = 0; i < 8; i++)
        esp[i] = 0;
    frame[1] = (u32)t->entry;
    esp[3] = (u32)frame;
    esp[4] = (u32)context_start;
    t->esp = (u32)esp;
    t->recovery = &bridge;
    *(u32 *)&t->fpu[0] = FPU_CONTROL;
    *(u32 *)&t->fpu[8] = 0xffff;        /* every register is empty */
    thread_make_ready(t);
}

/* The thread's own code: from here on its death is its own. */
void thread_main(void)
{
    struct thread *t = thread_current;
    int result = E_DIED;

    threads_leave();
    if (module_at(t->entry))            /* not dead before it began */
        result = (int)recover_call(t->entry, &t->argument, 1);
    oldest_frame(t)[1] = 0;             /* it will not enter it any more */
    thread_finish(result);
}

void thread_finish(int result)
{
    struct thread *t = thread_current;

    threads_locked = 1;
    t->state = THREAD_ENDED;
    t->result = result;
    t->ended = 1;
    policy_gone(t);
    thread_wake(&t->ended);
    if (thread_count() == 1) {
        threads_withdraw();
        kind_stop();
    }
    thread_dispatch();
}
