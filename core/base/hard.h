/* SPDX-License-Identifier: MIT */
/*
 * HARD builds: the n-th allocation from now on fails, once, as if memory were
 * exhausted there. Whatever allocates in the core asks hard_fails() where it
 * would find nothing left, an entry of a wrapper's table included. In other
 * builds it is 0, and costs nothing.
 */
#pragma once

#include "../api/types.h"

#ifdef HARD
#define HARD_NEVER 0xffffffffu

struct hard {
    u32 left;                   /* succeed before one fails; or HARD_NEVER */
    u32 count;                  /* allocations since it was armed */
};

extern struct hard hard;

static inline u32 hard_fails(void)
{
    hard.count++;
    return hard.left != HARD_NEVER && hard.left-- == 0;
}
#else
static inline u32 hard_fails(void)
{
    return 0;
}
#endif
