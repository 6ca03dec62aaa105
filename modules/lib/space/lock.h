/* SPDX-License-Identifier: MIT */
/*
 * The model's lock: one thread at a time changes the model's tables. Nobody
 * holds it while a client runs or waits; but the modules that a model asks (its
 * store, its policy, those it works with) run while it is held.
 */
#pragma once

#include "../lock/lock.h"

extern volatile u32 model_holder;       /* 0: free */
extern const struct lock_parts model_lock_parts;

/* 0; E_ACTIVE: this thread has it already, so a module that the model asks has
 * called the model; or why nobody can wait for it (concurrency.h). */
LOCK_INLINE __attribute__((warn_unused_result)) int model_lock(void)
{
    return lock_enter(&model_holder, &model_lock_parts);
}

/* Whether it could be had at once. */
LOCK_INLINE __attribute__((warn_unused_result)) int model_try_lock(void)
{
    return lock_change(&model_holder, 0, LOCK_FRAME) ||
           lock_take(&model_holder, LOCK_FRAME, &model_lock_parts);
}

LOCK_INLINE void model_unlock(void)
{
    lock_leave(&model_holder, &model_lock_parts);
}

/* Unlock, and return result. */
LOCK_INLINE int model_leave(int result)
{
    model_unlock();
    return result;
}
