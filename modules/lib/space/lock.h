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

/* lock.c: not free; not plainly mine. */
int model_lock_wait(u32 mine);
int model_lock_take(u32 mine);
void model_lock_wake(u32 mine);

#define LOCK_INLINE static inline __attribute__((always_inline))
#define LOCK_FRAME ((u32)__builtin_frame_address(0))

LOCK_INLINE int lock_change(u32 from, u32 to)
{
    return __atomic_compare_exchange_n(&model_holder, &from, to, 0,
                                       __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

/* 0; E_ACTIVE: this thread has it already, so a module that the model asks has
 * called the model; or why nobody can wait for it (concurrency.h). */
LOCK_INLINE __attribute__((warn_unused_result)) int model_lock(void)
{
    return lock_change(0, LOCK_FRAME) ? 0 : model_lock_wait(LOCK_FRAME);
}

/* Whether it could be had at once. */
LOCK_INLINE __attribute__((warn_unused_result)) int model_try_lock(void)
{
    return lock_change(0, LOCK_FRAME) || model_lock_take(LOCK_FRAME);
}

LOCK_INLINE void model_unlock(void)
{
    if (!lock_change(LOCK_FRAME, 0))
        model_lock_wake(LOCK_FRAME);
}

/* Unlock, and return result. */
LOCK_INLINE int model_leave(int result)
{
    model_unlock();
    return result;
}
