/* SPDX-License-Identifier: MIT */
/*
 * A set-associative table of keys: what a TLB, a cache and a branch target buffer
 * have in common. A key's set is its low bits; the way that is replaced is an
 * empty one, else the one that was used longest ago, or with four ways the one that
 * the tree of three bits points at, which is an approximation of that.
 */
#pragma once

#include "../../core/api/types.h"

#define SETS_NONE 0xffffffffu   /* is no key, and no place */
#define SETS_PLACES 16384       /* an L2 cache of 256 KiB in lines of 16 bytes */
#define SETS_WAYS 32            /* an age fits into a byte */

struct sets {
    u32 sets, ways;             /* sets: a power of two, or 0: there is none */
    int tree;                   /* four ways by three bits; else by true age */
    u32 key[SETS_PLACES];
    u8 age[SETS_PLACES];        /* by place; with a tree: its bits, at the first */
};

void sets_create(struct sets *s, u32 entries, u32 ways, int tree);
void sets_flush(struct sets *s);
void sets_drop(struct sets *s, u32 key);

/* Where the key is, without using it; SETS_NONE: nowhere. */
static inline u32 sets_find(const struct sets *s, u32 key)
{
    const u32 first = s->sets ? (key & (s->sets - 1)) * s->ways : 0;

    for (u32 i = first; s->sets && i < first + s->ways; i++)
        if (s->key[i] == key)
            return i;
    return SETS_NONE;
}

/* It is used now. */
void sets_use(struct sets *s, u32 place);
/* It is not there, and comes in: where. There is a set. */
u32 sets_fill(struct sets *s, u32 key);

/* 1: it is there, and is used. */
static inline int sets_hit(struct sets *s, u32 key)
{
    const u32 place = sets_find(s, key);

    if (place != SETS_NONE)
        sets_use(s, place);
    return place != SETS_NONE;
}

/* 1: it was there. It is used either way, and comes in if it was not. */
static inline int sets_touch(struct sets *s, u32 key)
{
    const int was_there = sets_hit(s, key);

    if (!was_there && s->sets)
        sets_fill(s, key);
    return was_there;
}
