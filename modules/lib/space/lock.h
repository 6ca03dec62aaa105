/* SPDX-License-Identifier: MIT */
/*
 * The model's lock: one thread at a time changes the model's tables. Nobody
 * holds it while a client runs or waits; but the modules that a model asks (its
 * store, its policy, those it works with) run while it is held.
 *
 * Invariant: model_holder is the stack frame that has it, and bit 0 if others
 * wait for it. So a call from inside that frame is told from one of another
 * thread, and a holder that is no more from one that sleeps. It is taken and
 * given back in the same stack frame, which is why these are inline.
 */
#pragma once

#include "../../../core/api/types.h"

extern volatile u32 model_holder;       /* 0: free */

/* lock.c: of any such word. Not free; not plainly mine. */
int lock_wait(volatile u32 *holder, u32 mine);
int lock_take(volatile u32 *holder, u32 mine);
void lock_wake(volatile u32 *holder, u32 mine);
#define LOCK_CONTENDED 1u               /* others wait for it */

#define LOCK_INLINE static inline __attribute__((always_inline))
#define LOCK_FRAME ((u32)__builtin_frame_address(0))

LOCK_INLINE int lock_change(volatile u32 *holder, u32 from, u32 to)
{
    return __atomic_compare_exchange_n(holder, &from, to, 0,
                                       __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

/* 0; E_ACTIVE: this thread has it already, so a module that the model asks has
 * called the model; or why nobody can wait for it (concurrency.h). */
LOCK_INLINE __attribute__((warn_unused_result)) int model_lock(void)
{
    return lock_change(&model_holder, 0, LOCK_FRAME) ? 0 :
           lock_wait(&model_holder, LOCK_FRAME);
}

/* Whether it could be had at once. */
LOCK_INLINE __attribute__((warn_unused_result)) int model_try_lock(void)
{
    return lock_change(&model_holder, 0, LOCK_FRAME) ||
           lock_take(&model_holder, LOCK_FRAME);
}

LOCK_INLINE void model_unlock(void)
{
    if (!lock_change(&model_holder, LOCK_FRAME, 0))
        lock_wake(&model_holder, LOCK_FRAME);
}

/* Unlock, and return result. */
LOCK_INLINE int model_leave(int result)
{
    model_unlock();
    return result;
}
