/* SPDX-License-Identifier: MIT */
/* What context.S, and the switch of `tasks`, know of a thread. */
#include "../../../core/api/offset.h"
#include "threads.h"

void offsets(void)
{
    OFFSET(CONTEXT_ESP, thread, esp);
    OFFSET(CONTEXT_TASK, thread, context);
    OFFSET(CONTEXT_STACK, thread, stack1);
    OFFSET(CONTEXT_KEY, thread, key);
    OFFSET(CONTEXT_ROOM, thread, room);
    OFFSET(CONTEXT_RECOVERY, thread, saved);
    OFFSET(CONTEXT_FPU, thread, fpu);
    OFFSET(CONTEXT_INTERRUPTED, thread, interrupted);
    OFFSET(METHOD_YIELD, concurrency, yield);
    OFFSET(METHOD_WAIT, concurrency, wait);
    OFFSET(METHOD_SET_CONTEXT, concurrency, set_context);
    OFFSET(METHOD_HAND_OFF, concurrency, hand_off);
    OFFSET(METHOD_EXCHANGE, concurrency, exchange);
    SIZE(CONTEXT_SIZE, thread);
    VALUE(CONTEXT_SLOTS, THREAD_MAX);
    VALUE(TIMER_SAVED, TIMER_SAVED);
}
