/* SPDX-License-Identifier: MIT */
/*
 * Chains of bindings. Invariant: a number is an index + 1, or 0; where
 * next[b] is n, previous[n] is b, and first has no previous.
 */
#include "chains.h"

#include "../api/graph.h"

#define OWNERS (GRAPH_INTERFACES > GRAPH_RECEPTACLES ? GRAPH_INTERFACES \
                                                     : GRAPH_RECEPTACLES)

static u16 first[CHAIN_KINDS][OWNERS];
static u16 next[CHAIN_KINDS][GRAPH_BINDINGS];
static u16 previous[CHAIN_KINDS][GRAPH_BINDINGS];

void chain_add(enum chain_kind kind, u32 of, u32 binding)
{
    const u16 follower = first[kind][of];

    next[kind][binding] = follower;
    previous[kind][binding] = 0;
    if (follower)
        previous[kind][follower - 1] = (u16)(binding + 1);
    first[kind][of] = (u16)(binding + 1);
}

void chain_remove(enum chain_kind kind, u32 of, u32 binding)
{
    const u16 before = previous[kind][binding], after = next[kind][binding];

    if (before)
        next[kind][before - 1] = after;
    else
        first[kind][of] = after;
    if (after)
        previous[kind][after - 1] = before;
}

u32 chain_first(enum chain_kind kind, u32 of)
{
    return first[kind][of];
}

u32 chain_next(enum chain_kind kind, u32 binding)
{
    return next[kind][binding];
}
