/* SPDX-License-Identifier: MIT */
/*
 * A lock of a module's: a word that holds the stack frame which has it (0: nobody),
 * and bit 0 if others wait for it, or have just been woken for it. So a call from
 * inside that frame is told from one of another thread, and a holder that is no more
 * from one that sleeps. It is taken and given back in the same stack frame, which is
 * why what does so is inline. Nobody is kept from it for good by those who take it
 * all the time (lock.c).
 */
#pragma once

#include "../../../core/api/types.h"
#include "../../api/concurrency.h"
#include "backtrace.h"

#define LOCK_CONTENDED 1u               /* others want it */

/* By what a module waits and looks; addresses of its receptacles. */
struct lock_parts {
    const struct nmm *volatile *nmm;
    const struct concurrency *volatile *threads;
    /* It was taken from a thread that is no more; or NULL. */
    void (*lost)(const volatile u32 *holder);
};

/* For who did not get it at once. wait: 0; E_ACTIVE: this thread has it already;
 * or why nobody can wait for it (concurrency.h). take: 1, or 0: another has it. */
int lock_wait(volatile u32 *holder, u32 mine, const struct lock_parts *parts);
int lock_take(volatile u32 *holder, u32 mine, const struct lock_parts *parts);
/* For who could not plainly give it back. */
void lock_wake(volatile u32 *holder, u32 mine, const struct lock_parts *parts);

#define LOCK_INLINE static inline __attribute__((always_inline))
#define LOCK_FRAME ((u32)__builtin_frame_address(0))

/* Whose it is, by the word; 0: nobody's. */
LOCK_INLINE u32 lock_holder(u32 word)
{
    return word & ~LOCK_CONTENDED;
}

LOCK_INLINE int lock_change(volatile u32 *holder, u32 from, u32 to)
{
    return __atomic_compare_exchange_n(holder, &from, to, 0,
                                       __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

LOCK_INLINE __attribute__((warn_unused_result))
int lock_enter(volatile u32 *holder, const struct lock_parts *parts)
{
    return lock_change(holder, 0, LOCK_FRAME) ? 0 :
           lock_wait(holder, LOCK_FRAME, parts);
}

LOCK_INLINE void lock_leave(volatile u32 *holder,
                            const struct lock_parts *parts)
{
    if (!lock_change(holder, LOCK_FRAME, 0))
        lock_wake(holder, LOCK_FRAME, parts);
}
