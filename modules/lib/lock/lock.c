/* SPDX-License-Identifier: MIT */
/*
 * Whoever finds the lock taken sleeps, by the concurrency module. Not so who
 * has it, and not for one who is no more: a thread that was set back by a
 * death, or lost with its concurrency module, gives nothing back.
 */
#include "lock.h"

#include "../../../core/api/error.h"

/* A frame that asks has nothing: what is said of it is of an earlier call. */
static int is_own(u32 holder, u32 mine, const struct nmm *nmm)
{
    return holder != mine && backtrace_is_own(holder, nmm);
}

static int is_lost(u32 holder, u32 mine, const struct nmm *nmm)
{
    return holder == mine || !backtrace_has(holder, nmm);
}

/* From one that is no more. The mark of who waits goes first: if the holder
 * runs on while its stack is looked at, and gives the lock back, it is gone. */
int lock_take(volatile u32 *holder, u32 mine, const struct lock_parts *parts)
{
    const u32 has = *holder & ~LOCK_CONTENDED;

    if (!has || !(lock_change(holder, has, has | LOCK_CONTENDED) ||
                  *holder == (has | LOCK_CONTENDED)))
        return lock_change(holder, 0, mine);
    if (!is_lost(has, mine, *parts->nmm) ||
        !lock_change(holder, has | LOCK_CONTENDED, mine | LOCK_CONTENDED))
        return 0;
    if (parts->lost)
        parts->lost(holder);
    return 1;
}

/* Who has waited marks it, for others may wait, too. */
int lock_wait(volatile u32 *holder, u32 mine, const struct lock_parts *parts)
{
    int error = 0;

    while (error >= 0) {
        const u32 now = *holder;
        if (!now && lock_change(holder, 0, mine | LOCK_CONTENDED))
            return 0;
        if (is_own(now & ~LOCK_CONTENDED, mine, *parts->nmm))
            return E_ACTIVE;
        if (lock_take(holder, mine, parts))
            return 0;
        if (now & LOCK_CONTENDED)
            error = (*parts->threads)->wait(holder, now);
    }
    return error;
}

/* What is another's by now stays so. */
void lock_wake(volatile u32 *holder, u32 mine, const struct lock_parts *parts)
{
    if (lock_change(holder, mine | LOCK_CONTENDED, 0))
        (*parts->threads)->wake(holder);
}
