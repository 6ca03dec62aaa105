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
const struct lock_parts model_lock_parts;

int lock_wait(volatile u32 *holder, u32 frame, const struct lock_parts *parts)
{
    CHECK(parts == &model_lock_parts);
    CHECK(holder == &model_holder && frame && model_holder == SOMEBODY);
    return E_ACTIVE;
}

int lock_take(volatile u32 *holder, u32 frame, const struct lock_parts *parts)
{
    CHECK(parts == &model_lock_parts);
    CHECK(holder == &model_holder && frame && model_holder == SOMEBODY);
    return 0;
}

void lock_wake(volatile u32 *holder, u32 frame, const struct lock_parts *parts)
{
    CHECK(!holder && !frame && !parts);            /* it is mine, and nobody waits */
}
