/* SPDX-License-Identifier: MIT */
/* A counter whose state is where no module is. */
#include "deimos.h"

static int one(void)
{
    return 1;
}

static int export_state(struct module_state *state)
{
    *state = (struct module_state){ 0x434e5431, (void *)0xf0000000, 4 };
    return 0;
}

static int import_state(const struct module_state *state)
{
    (void)state;
    return 0;
}

static const struct { int (*count)(void), (*version)(void); } table = {
    one, one
};

DEIMOS_MODULE("counter_outside", MODULE_SYSTEM, .export_state = export_state,
              .import_state = import_state);
DEIMOS_INTERFACE("counter", "counter", table, "count version");
