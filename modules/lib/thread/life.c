/* SPDX-License-Identifier: MIT */
/* A thread's start and its end. */
#include "beside.h"

/* Its stack is a switch's, into context_start. */
void thread_start(struct thread *t)
{
    struct thread_base *base = thread_base(t);
    struct switch_state *state = (struct switch_state *)base - 1;

    *base = (struct thread_base){
        .returned = (u32)context_returned, .argument = t->argument,
        .entry = (u32)t->entry,
        .bridge = { .previous = (saddr_t)&FIRST->saved,
                    .esp = (saddr_t)&base->argument,
                    .eip = (u32)context_bridge, .callee = (u32)t->entry },
    };
    *state = (struct switch_state){ .eip = (u32)context_start,
                                    .recovery = (u32)&base->bridge,
                                    .ebp = (u32)&base->link,
                                    .link = (u32)&base->link };
    t->esp = (u32)state;
    t->saved.previous = (saddr_t)&base->bridge;
    *(u32 *)&t->fpu[0] = FPU_CONTROL;
    *(u32 *)&t->fpu[8] = 0xffff;        /* every register is empty */
    thread_set_room(t);
    thread_make_ready(t);
}

void thread_finish(int result)
{
    struct thread *t = thread_current;

    thread_base(t)->entry = 0;          /* it will not enter it any more */
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
