/* SPDX-License-Identifier: MIT */
/*
 * The model's lock. Whoever finds it taken sleeps, by the concurrency module;
 * without one there is one thread, which never finds it taken.
 */
#include "parts.h"

enum { FREE, TAKEN, CONTENDED };

static volatile u32 lock;

void model_lock(void)
{
    u32 was = FREE;

    if (__atomic_compare_exchange_n(&lock, &was, TAKEN, 0, __ATOMIC_SEQ_CST,
                                    __ATOMIC_SEQ_CST))
        return;
    while (__atomic_exchange_n(&lock, CONTENDED, __ATOMIC_SEQ_CST) != FREE)
        if (concurrency->wait(&lock, CONTENDED) < 0)
            return;
}

int model_try_lock(void)
{
    u32 was = FREE;

    return __atomic_compare_exchange_n(&lock, &was, TAKEN, 0,
                                       __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

void model_unlock(void)
{
    if (__atomic_exchange_n(&lock, FREE, __ATOMIC_SEQ_CST) == CONTENDED)
        concurrency->wake(&lock);
}

int model_leave(int result)
{
    model_unlock();
    return result;
}
