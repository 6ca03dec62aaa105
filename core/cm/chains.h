/* SPDX-License-Identifier: MIT */
/*
 * Which bindings an interface is in, and which a receptacle: two chains
 * through the table of bindings, so that who asks pays for those alone.
 * Bindings, interfaces and receptacles go by their index in their table.
 */
#pragma once

#include "../api/graph.h"
#include "constraint.h"

#define CHAIN_BINDINGS GRAPH_BINDINGS
#define CHAIN_OWNERS (GRAPH_INTERFACES > GRAPH_RECEPTACLES ? \
                      GRAPH_INTERFACES : GRAPH_RECEPTACLES)

enum chain_kind { CHAIN_INTERFACE, CHAIN_RECEPTACLE, CHAIN_KINDS };

struct chain {
    struct constraint_bound *first;     /* the newest */
    u32 count;
};

/* Binding into the chain of interface or receptacle `of`; pairs are those
 * of its other end. And out of it. */
void chain_add(enum chain_kind kind, u32 of, u32 binding,
               const struct constraint_pairs *pairs);
void chain_remove(enum chain_kind kind, u32 of, u32 binding);

extern struct chain chains[CHAIN_KINDS][CHAIN_OWNERS];
extern struct constraint_bound chain_links[CHAIN_KINDS][CHAIN_BINDINGS];

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
