/* SPDX-License-Identifier: MIT */
/* Compiled constraints of interfaces and receptacles, beside the texts in
 * the graph. An index is a slot's number + 1; 0 has no constraint. */
#pragma once

#include "../api/types.h"

/* Compile both texts (each may be NULL) and keep them: an index, 0 if both
 * are empty, E_CONSTRAINT or E_FULL with a reason. */
int constraints_create(const char *name, const char *pairs,
                       const char *predicate);
void constraints_destroy(u32 index);
/* Do the predicates of both sides hold on the other's pairs? 0, or
 * E_CONSTRAINT with a reason that names the side. */
int constraints_check(const char *left_name, u32 left,
                      const char *right_name, u32 right);
