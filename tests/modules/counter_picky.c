/* SPDX-License-Identifier: MIT */
/* A version that refuses the state that it is handed. */
#include "counter.h"

static int value;

static int count(void)
{
    return ++value;
}

static int version(void)
{
    return 3;
}

static int export_state(struct module_state *state)
{
    *state = (struct module_state){ COUNTER_STATE, &value, sizeof(value) };
    return 0;
}

static int import_state(const struct module_state *state)
{
    if (state->kind != COUNTER_STATE || state->size != sizeof(value))
        return E_INVALID;
    return E_INVALID;
}

static const struct counter table = { count, version };

DEIMOS_MODULE("counter_picky", MODULE_SYSTEM, .export_state = export_state,
              .import_state = import_state);
DEIMOS_INTERFACE("counter", "counter", table, COUNTER_METHODS);
