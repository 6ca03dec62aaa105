/* SPDX-License-Identifier: MIT */
/*
 * Chains of bindings. Invariant: *back of a link is that link. It is in one
 * chain of its kind at most.
 */
#include "chains.h"

struct chain chains[CHAIN_KINDS][CHAIN_OWNERS];
struct constraint_bound chain_links[CHAIN_KINDS][CHAIN_BINDINGS];

void chain_add(enum chain_kind kind, u32 of, u32 binding,
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

void chain_remove(enum chain_kind kind, u32 of, u32 binding)
{
    const struct constraint_bound *link = &chain_links[kind][binding];

    *link->back = link->next;
    if (link->next)
        link->next->back = link->back;
    chains[kind][of].count--;
}
