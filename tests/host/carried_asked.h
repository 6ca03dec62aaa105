/* SPDX-License-Identifier: MIT */
/* A carrier that answers what a test says, and a module that is bound to what it
 * carries. */
#pragma once

#include "carried_world.h"

static const struct plan other = { .name = "other", .type = MODULE_APPLICATION,
    .interface = { { "y", "t", NULL, NULL, NULL, 1 } } };

static u64 answers;             /* of the carrier, where it does nothing */
static const struct plan *loads;        /* what its load() enters, or NULL */
static u32 place;                       /* in that block */
static int does_leave = 1;
static void (*first)(u32 module);       /* before it answers */
static char asked_name[NAME_SIZE];

static u64 ring1(u32 module, enum function function, u32 argument)
{
    calls[function]++;
    if (module != carrier || function < F_METHODS)
        return function == F_INIT ? result : 0;
    if (first)
        first(argument);
    if (function == CARRIER_LOAD)
        strcpy(asked_name, (const char *)argument);
    if (function == CARRIER_LOAD && loads)
        return (u32)enter_program(place, loads);
    if ((u32)function == CARRIER_UNLOAD && does_leave && !answers)
        return (u32)leave((int)argument);
    return answers;
}

static inline int load_by(u32 by, const char *name)
{
    memset(calls, 0, sizeof(calls));
    return request(LOAD_BY, by, T(name), 0, 0);
}


/* Bound: the user's slot 0 leads to the carried one, whose slot 0 to the user. */
static int handle, user, to, from __attribute__((unused));

static inline void bind_both(const struct plan *plan)
{
    user = load("plain");
    loads = plan;
    handle = load_by(carrier, "program");
    loads = NULL;
    to = request(BIND, (u32)user, T("r"), (u32)handle, T("x"));
    from = request(BIND, (u32)handle, T("r"), carrier, T("x"));
    CHECK(handle > 0 && user > 0 && to > 0);
}

static inline u32 slot_of(int binding)
{
    return *(u32 *)((struct graph_binding *)table_get(&bindings,
                                                 (u32)binding))->slot;
}

