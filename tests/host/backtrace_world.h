/* SPDX-License-Identifier: MIT */
/* Holders of a binding's lock: one that is no more, and others, none of them the
 * calling thread. */
#pragma once

#include "../../modules/lib/lock/backtrace.h"

#define OTHER 0x2000u                   /* stack frames */
#define LOST 0x3000u

int backtrace_is_own(u32 frame, const struct nmm *asked)
{
    (void)frame, (void)asked;
    return 0;
}

int backtrace_has(u32 frame, const struct nmm *asked)
{
    (void)asked;
    return frame != LOST;
}
