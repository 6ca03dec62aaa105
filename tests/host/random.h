/* SPDX-License-Identifier: MIT */
/* Numbers that look random, and are the same each time; another row of them
 * with another RANDOM_SEED. */
#pragma once

#include "../../core/api/types.h"

#ifndef RANDOM_SEED
#define RANDOM_SEED 1
#endif

static inline u32 random_below(u32 below)
{
    static u32 state = RANDOM_SEED;

    state = state * 1664525 + 1013904223;
    return (state >> 8) % below;
}
