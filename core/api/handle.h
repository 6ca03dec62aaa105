/* SPDX-License-Identifier: MIT */
/*
 * Handles: how core, NMM and modules name what lies in a table. The low
 * `bits` are a number, slot + 1 (or the slot, where 0 is never given), and
 * above them is how often the slot was used, so that a stale handle names
 * nothing until the count has gone round. None is negative; 0 is none.
 */
#pragma once

#include "types.h"

/* The most uses that are told apart. */
#define HANDLE_USES(bits) (0x7fffffffu >> (bits))

/* Before: number < 1 << bits, uses <= HANDLE_USES(bits). */
static inline u32 handle_make(u32 bits, u32 number, u32 uses)
{
    return uses << bits | number;
}

static inline u32 handle_number(u32 bits, u32 handle)
{
    return handle & ((1u << bits) - 1);
}

static inline u32 handle_uses(u32 bits, u32 handle)
{
    return handle >> bits;
}

/* The count of the next use: from 1 to HANDLE_USES, and round. */
static inline u32 handle_next(u32 bits, u32 uses)
{
    return uses % HANDLE_USES(bits) + 1;
}
