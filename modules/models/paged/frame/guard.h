/* SPDX-License-Identifier: MIT */
/* A call to another module while the model's lock is held. If that module dies
 * in it, the call returns E_DIED, and the lock is given back as ever. */
#pragma once

#include "recover.h"

static inline int guard_call(void *method, u32 a, u32 b, u32 c, u32 n)
{
    const u32 args[3] = { a, b, c };

    return (int)recover_call(method, args, n);
}
