/* SPDX-License-Identifier: MIT */
/*
 * Which bindings an interface is in, and which a receptacle: two chains
 * through the table of bindings, so that who asks pays for those alone.
 * Bindings, interfaces and receptacles go by their index in their table.
 *
 * Invariant: *back of a link is that link; it is in one chain of its kind at
 * most.
 */
#pragma once

#include "../api/graph.h"
#include "../constraint/constraint.h"

#define CHAIN_BINDINGS GRAPH_BINDINGS
#define CHAIN_OWNERS (GRAPH_INTERFACES > GRAPH_RECEPTACLES ? \
                      GRAPH_INTERFACES : GRAPH_RECEPTACLES)

enum chain_kind { CHAIN_INTERFACE, CHAIN_RECEPTACLE, CHAIN_KINDS };

struct chain {
    struct constraint_bound *first;     /* the newest */
    u32 count;
};

extern struct chain chains[CHAIN_KINDS][CHAIN_OWNERS];
extern struct constraint_bound chain_links[CHAIN_KINDS][CHAIN_BINDINGS];

/* Binding into the chain of interface or receptacle `of`; pairs are those
 * of its other end. */
static inline void chain_add(enum chain_kind kind, u32 of, u32 binding,
                             const struct constraint_pairs *pairs)
{
    struct chain *chain = &chains[kind][of];
    struct constraint_bound *link = &chain_links[kind][binding];

    link->pairs = pairs;
    link->next = chain->first;
    link->back = &chain->first;
    if (link->next)
        link->next->back = &link->next;
    chain->first = link;
    chain->count++;
}

/* Binding out of it. */
static inline void chain_remove(enum chain_kind kind, u32 of, u32 binding)
{
    const struct constraint_bound *link = &chain_links[kind][binding];

    *link->back = link->next;
    if (link->next)
        link->next->back = link->back;
    chains[kind][of].count--;
}

static inline const struct chain *chain_of(enum chain_kind kind, u32 of)
{
    return &chains[kind][of];
}

static inline struct constraint_bound *chain_link(enum chain_kind kind,
                                                  u32 binding)
{
    return &chain_links[kind][binding];
}

static inline u32 chain_binding(enum chain_kind kind,
                                const struct constraint_bound *link)
{
    return (u32)(link - chain_links[kind]);
}
