/* SPDX-License-Identifier: MIT */
/*
 *     word                 means
 *     BUSY | F / 2         the stack frame F changes it
 *     BUSY | F / 2 | MARK  another one looks whether F is still there
 */
#include "model.h"

#include "lock/backtrace.h"
#include "place.h"

#define BUSY 0x80000000u
#define MARK 1u                 /* a stack frame is at a word */

static int change(volatile int *place, int from, int to)
{
    return __atomic_compare_exchange_n(place, &from, to, 0, __ATOMIC_SEQ_CST,
                                       __ATOMIC_SEQ_CST);
}

int place_take(volatile int *place, int was, u32 frame)
{
    return change(place, was, (int)(BUSY | frame / 2));
}

/* What is given back while its stack is looked at has no mark any more. A frame that asks
 * has nothing: what is said of it is of an earlier call. */
int place_take_lost(volatile int *place, u32 frame)
{
    const int now = *place, marked = now | (int)MARK;
    const u32 holder = ((u32)now & ~(BUSY | MARK)) * 2;

    if (now >= 0 || !(change(place, now, marked) || *place == marked))
        return 0;
    return (holder == frame || !backtrace_has(holder, nmm)) &&
           change(place, marked, (int)(BUSY | frame / 2));
}
