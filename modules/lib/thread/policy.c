/* SPDX-License-Identifier: MIT */
/*
 * Asking the scheduler. The ready threads are in our table, too: a policy
 * that changes, forgets or dies loses none of them. Each call is a recovery
 * point. Meanwhile it may not change what we are about to: each method of ours
 * that would is E_ACTIVE.
 */
#include "threads.h"

#define RECORDS 1024            /* as many as the core reads */
#define TRIES (2 * THREAD_MAX)          /* answers that may be stale */

DEIMOS_RECEPTACLE(scheduler, scheduler, "scheduler");

static const struct scheduler *known;   /* it has all ready threads */

static int ask(void *method, u32 thread)
{
    const u64 result = recover_call(method, &thread, 1);

    return result >> 32 ? E_DIED : (int)result;
}

static int is_method(saddr_t callee)
{
    const struct scheduler *s = scheduler;

    return callee == (u32)s->ready || callee == (u32)s->next ||
           callee == (u32)s->quantum || callee == (u32)s->gone;
}

/* Who is still inside has its recovery point. The lock alone is no sign: a
 * death leaves it behind, if it takes more than the policy along. */
int policy_is_asked(void)
{
    const struct recovery *r = context_recovery();

    for (u32 i = 0; r && i < RECORDS; i++) {
        if (is_method(r->callee))
            return 1;
        r = (const struct recovery *)r->previous;
    }
    return 0;
}

/* A slot that has not changed since the last answer needs no other. */
int policy_error(void)
{
    static const struct scheduler *answered;

    if (scheduler == answered)
        return E_OK;
    const struct scheduler *asked = scheduler;
    const int answer = ask(asked->quantum, thread_current->handle);
    if (answer < 0)
        return answer;
    answered = asked;
    return E_OK;
}

static struct thread *oldest_after(u32 since)
{
    struct thread *oldest = NULL;

    for (u32 i = 0; i < thread_limit; i++) {
        struct thread *t = &threads[i];
        if (t->state == THREAD_READY && t->since > since &&
            (!oldest || t->since < oldest->since))
            oldest = t;
    }
    return oldest;
}

/* All ready threads, in the order in which they became it. */
static void hand_over(void)
{
    known = scheduler;
    for (struct thread *t = oldest_after(0); t; t = oldest_after(t->since))
        ask(scheduler->ready, t->handle);
}

void policy_ready(struct thread *t)
{
    if (scheduler == known)
        ask(scheduler->ready, t->handle);
    else
        hand_over();
}

static struct thread *take(void)
{
    for (u32 i = 0; i < TRIES; i++) {
        const int handle = ask(scheduler->next, 0);
        struct thread *t = handle > 0 ? thread_find(handle) : NULL;
        if (handle <= 0)
            return NULL;
        if (t && t->state == THREAD_READY)
            return t;
    }
    return NULL;
}

struct thread *policy_next(void)
{
    struct thread *t;

    if (scheduler != known)
        hand_over();
    t = take();
    if (t || !oldest_after(0))
        return t;
    hand_over();                        /* it has forgotten some */
    t = take();
    return t ? t : oldest_after(0);
}

u32 policy_quantum(const struct thread *t)
{
    const int ticks = ask(scheduler->quantum, t->handle);

    return ticks > 0 ? (u32)ticks : 1;
}

void policy_gone(const struct thread *t)
{
    ask(scheduler->gone, t->handle);
}
