/* SPDX-License-Identifier: MIT */
/* The server of served.h. A new version has its predecessor's counts, and
 * the number after its. */
#include "../lib/served.h"

#include "deimos.h"

#define STATE_KIND 0x53525631           /* layout of struct state */

struct state {
    int number;
    int calls[SERVED_CLIENTS];
};

static struct { struct state state; } ALONE alone;
static struct state *const state = &alone.state;

static int serve(u32 client)
{
    state->calls[client]++;
    return state->number;
}

static int count(u32 client)
{
    return state->calls[client];
}

static int call(int number)
{
    state->number = number;
    return 0;
}

static int export_state(struct module_state *to)
{
    *to = (struct module_state){ STATE_KIND, state, sizeof(*state) };
    return 0;
}

static int import_state(const struct module_state *from)
{
    if (from->kind != STATE_KIND || from->size != sizeof(*state))
        return E_INVALID;
    *state = *(const struct state *)from->data;
    state->number++;
    return 0;
}

static const struct served table = { serve, count, call };

DEIMOS_MODULE("bench_served", MODULE_SYSTEM, .export_state = export_state,
              .import_state = import_state);
DEIMOS_INTERFACE("served", "served", table, SERVED_METHODS);
