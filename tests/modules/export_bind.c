/* SPDX-License-Identifier: MIT */
/* Binds its own interface in the middle of being replaced: one that its
 * successor, any other module, has not. */
#include "asking.h"

DEIMOS_RECEPTACLE(own, asking, "asking");

static int self;

static int init(int handle)
{
    self = handle;
    return 0;
}

static int export_state(struct module_state *state)
{
    state->kind = 0x434e5431;           /* COUNTER_STATE */
    state->data = &self;
    state->size = sizeof(self);
    return cm->bind(self, "own", self, "asking") < 0 ? E_VERIFY : 0;
}

DEIMOS_MODULE("export_bind", MODULE_SYSTEM, .init = init,
              .export_state = export_state);
