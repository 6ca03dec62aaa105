/* SPDX-License-Identifier: MIT */
/*
 * Which slots of a table are free; the lowest is given out. So where an entry
 * lies depends on those that are in use alone, not on what came and went
 * before: what a look through a table costs is the same in each run. Taking
 * and putting back take the same few instructions however many there are.
 *
 * Invariant: bit w of `any` is set where free[w] has one.
 */
#pragma once

#include "../api/types.h"

#define SLOTS_MOST 2048
#define SLOTS_NONE 0xffffffffu

struct slots {
    u32 any[SLOTS_MOST / 32 / 32];
    u32 free[SLOTS_MOST / 32];
};
_Static_assert(SLOTS_MOST / 32 / 32 == 2, "slots_take()");

static inline void slots_put(struct slots *s, u32 slot)
{
    const u32 word = slot / 32;

    s->free[word] |= 1u << slot % 32;
    s->any[word / 32] |= 1u << word % 32;
}

static inline void slots_init(struct slots *s, u32 count)
{
    *s = (struct slots){ .any = { 0 } };
    for (u32 slot = 0; slot < count; slot++)
        slots_put(s, slot);
}

static inline u32 slots_take(struct slots *s)
{
    u32 *any = s->any[0] ? &s->any[0] : &s->any[1];

    if (!*any)
        return SLOTS_NONE;
    const u32 word = (u32)(any - s->any) * 32 + (u32)__builtin_ctz(*any);
    const u32 bit = (u32)__builtin_ctz(s->free[word]);
    s->free[word] &= s->free[word] - 1;
    if (!s->free[word])
        *any &= *any - 1;
    return word * 32 + bit;
}
