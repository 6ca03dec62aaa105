/* SPDX-License-Identifier: MIT */
/*
 * The branch target buffer: two bits for each branch that was ever taken, and where
 * it led. A branch that is not in it is predicted not taken. A Pentium's bits count
 * down by one, and up by one, but from 0 to 3 at once: 0 is as if it were not there
 * (Agner Fog, How to optimize for the Pentium family, 2000, 22.1).
 */
#pragma once

#include "account.h"
#include "sets.h"

struct branch {
    struct sets targets;
    laddr_t target[SETS_PLACES];
    u8 state[SETS_PLACES];      /* 0 and 1: not taken; 2 and 3: taken */
};

void branch_create(struct branch *b, const struct table *table);
/* It went from `from` to `to`, or on: 1 if that was predicted. */
int branch_went(struct branch *b, laddr_t from, int is_taken, laddr_t to);
