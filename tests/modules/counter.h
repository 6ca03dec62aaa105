/* SPDX-License-Identifier: MIT */
/*
 * A counter, of which there are versions: same interface, same state. Each
 * defines NAME and VERSION, and IMPORT: what it does with state that it is
 * handed and that is sound.
 */
#pragma once

#include "deimos.h"

#define COUNTER_STATE 0x434e5431        /* layout of the state: one int */

struct counter {
    int (*count)(void);
    int (*version)(void);
};

static int value;

static int count(void)
{
    return ++value;
}

static int version(void)
{
    return VERSION;
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
    return IMPORT(*(const int *)state->data);
}

static const struct counter table = { count, version };

DEIMOS_MODULE(NAME, MODULE_SYSTEM, .export_state = export_state,
              .import_state = import_state);
DEIMOS_INTERFACE("counter", "counter", table, "count version");
