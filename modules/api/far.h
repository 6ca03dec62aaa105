/* SPDX-License-Identifier: MIT */
/*
 * Far memory: what a client of `segmented` shares lies in a segment of its
 * own, which no C pointer reaches. Its `at` (share, attach) is a far address,
 *
 *      31   30    28 27          16 15           0
 *      1    0        selector       offset
 *
 * read and written by the functions below, at any 32-bit offset. The model's
 * own read(), write(), unmap() take it, too. Under the other models `at` is
 * an address like any other; far_load() and far_store() do for both.
 */
#pragma once

#include "../../core/api/types.h"

#define FAR_ADDRESS 0x80000000u

/* The far address of offset 0 of a segment. */
static inline u32 far_address(u32 selector)
{
    return FAR_ADDRESS | selector << 16;
}

static inline int far_is(u32 at)
{
    return at >> 28 == FAR_ADDRESS >> 28;
}

static inline u32 far_selector(u32 at)
{
    return at >> 16 & 0xfff;
}

/* ES, since an interrupt keeps it, and gives back null if it is gone. */
static inline u32 far_load(u32 at, u32 offset)
{
    u32 value;

    if (!far_is(at))
        return *(volatile u32 *)(at + offset);
    __asm__ volatile("push %%es\n\tmov %w1, %%es\n\t"
                     "mov %%es:(%2), %0\n\tpop %%es"
                     : "=&r"(value)
                     : "r"(far_selector(at)), "r"((at & 0xffff) + offset)
                     : "memory");
    return value;
}

static inline void far_store(u32 at, u32 offset, u32 value)
{
    if (!far_is(at)) {
        *(volatile u32 *)(at + offset) = value;
        return;
    }
    __asm__ volatile("push %%es\n\tmov %w1, %%es\n\t"
                     "mov %0, %%es:(%2)\n\tpop %%es"
                     :: "r"(value), "r"(far_selector(at)),
                        "r"((at & 0xffff) + offset)
                     : "memory");
}
