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

int model_lock_wait(u32 frame)
{
    CHECK(frame && model_holder == SOMEBODY);
    return E_ACTIVE;
}

int model_lock_take(u32 frame)
{
    CHECK(frame && model_holder == SOMEBODY);
    return 0;
}

void model_lock_wake(u32 frame)
{
    CHECK(!frame);                      /* it is mine, and nobody waits */
}
