/* SPDX-License-Identifier: MIT */
/*
 * Which bindings an interface is in, and which a receptacle: two lists
 * through the table of bindings, so that who asks pays for those alone.
 * Bindings, interfaces and receptacles go by their index in their table.
 *
 * Invariant: *back of a link is that link; it is in one list of its kind at
 * most.
 */
#pragma once

#include "../api/graph.h"
#include "../constraint/constraint.h"

#define LIST_BINDINGS GRAPH_BINDINGS
#define LIST_OWNERS (GRAPH_INTERFACES > GRAPH_RECEPTACLES ? \
                      GRAPH_INTERFACES : GRAPH_RECEPTACLES)

enum list_kind { LIST_INTERFACE, LIST_RECEPTACLE, LIST_KINDS };

struct list {
    struct constraint_bound *first;     /* the newest */
    u32 count;
};

extern struct list lists[LIST_KINDS][LIST_OWNERS];
extern struct constraint_bound list_links[LIST_KINDS][LIST_BINDINGS];

/* Binding into the list of interface or receptacle `of`; pairs are those
 * of its other end. */
static inline void list_add(enum list_kind kind, u32 of, u32 binding,
                             const struct constraint_pairs *pairs)
{
    struct list *list = &lists[kind][of];
    struct constraint_bound *link = &list_links[kind][binding];

    link->pairs = pairs;
    link->next = list->first;
    link->back = &list->first;
    if (link->next)
        link->next->back = &link->next;
    list->first = link;
    list->count++;
}

/* Binding out of it. */
static inline void list_remove(enum list_kind kind, u32 of, u32 binding)
{
    const struct constraint_bound *link = &list_links[kind][binding];

    *link->back = link->next;
    if (link->next)
        link->next->back = link->back;
    lists[kind][of].count--;
}

/* Back to where it was. Others that were taken out after it are back before; what
 * has been added meanwhile stands in front. */
static inline void list_return(enum list_kind kind, u32 of, u32 binding)
{
    struct list *list = &lists[kind][of];
    struct constraint_bound *link = &list_links[kind][binding];
    struct constraint_bound **back = &list->first;

    if (link->next)
        back = link->next->back;
    else
        while (*back)
            back = &(*back)->next;
    link->back = back;
    *back = link;
    if (link->next)
        link->next->back = &link->next;
    list->count++;
}

static inline const struct list *list_of(enum list_kind kind, u32 of)
{
    return &lists[kind][of];
}

static inline struct constraint_bound *list_link(enum list_kind kind,
                                                  u32 binding)
{
    return &list_links[kind][binding];
}

static inline u32 list_binding(enum list_kind kind,
                                const struct constraint_bound *link)
{
    return (u32)(link - list_links[kind]);
}
