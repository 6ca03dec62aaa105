/* SPDX-License-Identifier: MIT */
/*
 * Whoever finds the lock taken sleeps, by the concurrency module. Not so who
 * has it, and not for one who is no more: a thread that was set back by a
 * death, or lost with its concurrency module, gives nothing back.
 *
 *     word             means                        then
 *     0                free                         F, who comes: inline
 *     F                F has it                     0: inline; F | WANTED
 *     F | WANTED       others sleep until it goes   WANTED, and they are woken
 *     WANTED           free, for those woken        F | WANTED, one of them; or
 *                                                   F, who comes and gave way
 *
 * (WANTED: LOCK_CONTENDED.) Who comes to a lock that is wanted gives way once, to
 * those that were woken before: so a thread that takes it all the time keeps nobody
 * from it, and they have it in the order in which they began to wait. Who has given
 * way and finds it free still has waited for nobody: there may be nobody any more.
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
static int take_lost(volatile u32 *holder, u32 has, u32 mine,
                     const struct lock_parts *parts)
{
    if (!lock_change(holder, has, has | LOCK_CONTENDED) &&
        *holder != (has | LOCK_CONTENDED))
        return 0;
    if (!is_lost(has, mine, *parts->nmm) ||
        !lock_change(holder, has | LOCK_CONTENDED, mine | LOCK_CONTENDED))
        return 0;
    if (parts->lost)
        parts->lost(holder);
    return 1;
}

/* Who only tries has no way to give way. */
int lock_take(volatile u32 *holder, u32 mine, const struct lock_parts *parts)
{
    const u32 has = lock_holder(*holder);

    return (has && take_lost(holder, has, mine, parts)) ||
           lock_change(holder, 0, mine) ||
           lock_change(holder, LOCK_CONTENDED, mine | LOCK_CONTENDED);
}

/* Who has slept marks it, for others may have been woken, too. */
int lock_wait(volatile u32 *holder, u32 mine, const struct lock_parts *parts)
{
    int gave_way = 0, error = 0;
    u32 slept = 0;

    while (error >= 0) {
        const u32 now = *holder, has = lock_holder(now);
        if (!has && (!now || gave_way)) {
            if (lock_change(holder, now, mine | slept))
                return 0;
        } else if (!has) {
            gave_way = 1;
            (*parts->threads)->yield();     /* or nobody can be in the way */
        } else if (is_own(has, mine, *parts->nmm)) {
            return E_ACTIVE;
        } else if (take_lost(holder, has, mine, parts)) {
            return 0;
        } else if (now & LOCK_CONTENDED) {
            error = (*parts->threads)->wait(holder, now);
            gave_way = 1;
            slept = LOCK_CONTENDED;
        }
    }
    return error;
}

/* What is another's by now stays so. */
void lock_wake(volatile u32 *holder, u32 mine, const struct lock_parts *parts)
{
    if (lock_change(holder, mine | LOCK_CONTENDED, LOCK_CONTENDED))
        (*parts->threads)->wake(holder);
}
