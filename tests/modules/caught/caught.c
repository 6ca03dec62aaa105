/* SPDX-License-Identifier: MIT */
/* Takes INT 80 of every client, and says with which flags it was entered last. */
#include "deimos.h"

#define VECTOR 80

DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");

void caught_entry(void);        /* entry.S */
extern volatile u32 caught_flags;

static int take(void)
{
    caught_flags = 0;
    return vector->attach_open_call(VECTOR, caught_entry);
}

static int flags(void)
{
    return (int)caught_flags;
}

static int give(void)
{
    return vector->detach(VECTOR);
}

static const struct {
    int (*take)(void), (*give)(void), (*flags)(void);
} table = { take, give, flags };

DEIMOS_MODULE("caught", MODULE_SYSTEM);
DEIMOS_INTERFACE("caught", "caught", table, "take give flags");
