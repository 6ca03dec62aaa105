/* SPDX-License-Identifier: MIT */
/* Facts for constraints, from texts: one side and what is bound to it. */
#pragma once

#include <string.h>

#include "../../core/constraint/constraint.h"

#define WORLD_BOUND 8

struct world {
    char text[1 + WORLD_BOUND][CONSTRAINT_TEXT_SIZE];
    struct constraint_pairs other, bound[WORLD_BOUND];
    struct constraint_bound link[WORLD_BOUND];
    u32 bound_count;
    struct constraint_facts facts;
};

/* What constraint_compile_pairs() returns. */
static inline int world_init(struct world *world, const char *other)
{
    world->bound_count = 0;
    world->facts = (struct constraint_facts){ &world->other, 0, NULL, NULL };
    strncpy(world->text[0], other, CONSTRAINT_TEXT_SIZE - 1);
    return constraint_compile_pairs(&world->other, world->text[0], NULL, 0);
}

static inline int world_bind(struct world *world, const char *pairs)
{
    const u32 n = world->bound_count++;
    char *text = world->text[1 + n];

    world->link[n].pairs = &world->bound[n];
    world->link[n].next = n ? &world->link[n - 1] : NULL;
    world->facts.bound = &world->link[n];
    strncpy(text, pairs, CONSTRAINT_TEXT_SIZE - 1);
    world->facts.bindings++;
    return constraint_compile_pairs(&world->bound[n], text, NULL, 0);
}
