/* SPDX-License-Identifier: MIT */
/* A model's lock where there is one thread: it is free, or somebody's who
 * does not give it back. */
#pragma once

#include "../../core/api/error.h"
#include "../../modules/lib/space/lock.h"

#include "check.h"

#define SOMEBODY 8u                     /* a stack frame that is no thread's */
#define locked (model_holder != 0)

volatile u32 model_holder;

int lock_wait(volatile u32 *holder, u32 frame)
{
    CHECK(holder == &model_holder && frame && model_holder == SOMEBODY);
    return E_ACTIVE;
}

int lock_take(volatile u32 *holder, u32 frame)
{
    CHECK(holder == &model_holder && frame && model_holder == SOMEBODY);
    return 0;
}

void lock_wake(volatile u32 *holder, u32 frame)
{
    CHECK(!holder && !frame);            /* it is mine, and nobody waits */
}
