/* SPDX-License-Identifier: MIT */
/* Compiled constraints of interfaces and receptacles, beside the texts in
 * the graph. An index is a slot's number + 1; 0 has no constraint. */
#pragma once

#include "../api/graph.h"
#include "../constraint/constraint.h"

struct compiled {
    struct constraint_pairs pairs;
    struct constraint_predicate predicate;
};

/* By index; the first is for those without a constraint, and empty. */
extern struct compiled constraints_compiled[1 + GRAPH_CONSTRAINTS];

/* Compile both texts (each may be NULL) and keep them: an index, 0 if both
 * are empty, E_CONSTRAINT or E_FULL with a reason. */
int constraints_create(const char *name, const char *pairs,
                       const char *predicate);
void constraints_destroy(u32 index);
/* The compiled pairs; they stay where they are until it is destroyed. */
static inline const struct constraint_pairs *constraints_pairs(u32 index)
{
    return &constraints_compiled[index].pairs;
}

/* Do the predicates of both sides hold? `replaced`, or NULL, is a binding of
 * the receptacle that would go: it does not count as bound. 0; or E_CONSTRAINT
 * with a reason: the side, the part of its predicate, the values. */
int constraints_check(const struct graph_receptacle *receptacle,
                      const struct graph_interface *interface,
                      const struct graph_binding *replaced);
