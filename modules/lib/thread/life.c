/* SPDX-License-Identifier: MIT */
/* A thread's start and its end. */
#include "beside.h"
#include "../call/module_at.h"

void thread_main(void);                 /* context.S calls it */

/* The oldest stack frame of a thread's backtrace: it returns to the thread's
 * entry, so that the module is not quiet before it has begun. */
static u32 *oldest_frame(const struct thread *t)
{
    return (u32 *)t->top - 2;
}

/* Its stack is a switch's, into context_start. */
void thread_start(struct thread *t)
{
    u32 *oldest = oldest_frame(t);
    struct switch_state *state = (struct switch_state *)(t->top - 16) - 1;

    /* The core believes no record whose stack pointer leads nowhere. */
    t->bridge = (struct recovery){ .previous = (saddr_t)&FIRST->saved,
                                   .esp = t->top - sizeof(u32),
                                   .eip = (u32)context_bridge };
    oldest[0] = 0;
    oldest[1] = (u32)t->entry;
    *state = (struct switch_state){ .eip = (u32)context_start,
                                    .recovery = (u32)&t->bridge,
                                    .ebp = (u32)oldest, .link = (u32)oldest };
    t->esp = (u32)state;
    t->saved.previous = (saddr_t)&t->bridge;
    *(u32 *)&t->fpu[0] = FPU_CONTROL;
    *(u32 *)&t->fpu[8] = 0xffff;        /* every register is empty */
    thread_make_ready(t);
}

/* The thread's own code: from here on its death is its own. */
void thread_main(void)
{
    struct thread *t = thread_current;
    int result = E_DIED;

    if (module_at((void *)oldest_frame(t)[1])) {   /* it has not died */
        const u32 args[2] = { (u32)t->entry, t->argument };
        result = (int)recover_call((void *)context_enter, args, 2);
    }
    oldest_frame(t)[1] = 0;             /* it will not enter it any more */
    thread_finish(result);
}

void thread_finish(int result)
{
    struct thread *t = thread_current;

    threads_enter();
    thread_set_state(t, THREAD_ENDED);
    t->result = result;
    t->ended = 1;
    policy_gone(t);
    thread_wake(&t->ended);
    if (beside_is_on)
        beside_wake(&t->ended);
    if (thread_count() == 1) {
        threads_withdraw();
        kind_stop();
    }
    thread_dispatch();
}
