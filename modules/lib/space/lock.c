/* SPDX-License-Identifier: MIT */
/*
 * Whoever finds the lock taken sleeps, by the concurrency module. Not so who
 * has it, and not for one who is no more: a thread that was set back by a
 * death, or lost with its concurrency module, gives nothing back.
 */
#include "lock.h"

#include "backtrace.h"
#include "parts.h"

#define CONTENDED 1u

volatile u32 model_holder;

/* A frame that asks has nothing: what is said of it is of an earlier call. */
static int is_own(u32 holder, u32 mine)
{
    return holder != mine && backtrace_is_own(holder);
}

static int is_lost(u32 holder, u32 mine)
{
    return holder == mine || !backtrace_has(holder);
}

/* From one that is no more. The mark of who waits goes first: if the holder
 * runs on while its stack is looked at, and gives the lock back, it is gone. */
int model_lock_take(u32 mine)
{
    const u32 holder = model_holder & ~CONTENDED;

    if (!holder || !(lock_change(holder, holder | CONTENDED) ||
                     model_holder == (holder | CONTENDED)))
        return lock_change(0, mine);
    if (!is_lost(holder, mine) ||
        !lock_change(holder | CONTENDED, mine | CONTENDED))
        return 0;
    model_report("%s: a thread that is no more had the lock", model_name);
    return 1;
}

/* Who has waited marks it, for others may wait, too. */
int model_lock_wait(u32 mine)
{
    int error = 0;

    while (error >= 0) {
        const u32 now = model_holder;
        if (!now && lock_change(0, mine | CONTENDED))
            return 0;
        if (is_own(now & ~CONTENDED, mine))
            return E_ACTIVE;
        if (model_lock_take(mine))
            return 0;
        if (now & CONTENDED)
            error = concurrency->wait(&model_holder, now);
    }
    return error;
}

/* What is another's by now stays so. */
void model_lock_wake(u32 mine)
{
    if (lock_change(mine | CONTENDED, 0))
        concurrency->wake(&model_holder);
}
