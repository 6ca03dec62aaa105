/* SPDX-License-Identifier: MIT */
/* A receptacle of as many slots as there can be. */
#include "deimos.h"
#include "null.h"

#define SLOTS 64

DEIMOS_RECEPTACLES(many, SLOTS, null, "null");

/* What all that are bound answer, added up. */
static int sum(void)
{
    int n = 0;

    for (u32 i = 0; i < SLOTS; i++) {
        const int answer = many[i]->null();

        n += answer > 0;
    }
    return n;
}

static const struct { int (*sum)(void); } table = { sum };

DEIMOS_MODULE("slots64", MODULE_SYSTEM);
DEIMOS_INTERFACE("slots", "slots", table, "sum");
