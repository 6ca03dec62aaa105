/* SPDX-License-Identifier: MIT */
/* A module with one entry of each kind and more, all of them sound: what
 * tests/whole/manifests.lua damages. Entries are told by their counts. */
#include "deimos.h"

struct other { int (*call)(void); };

DEIMOS_RECEPTACLE(one, other, "other", .pairs = "<level, 1>",
                  .predicate = "<level, 2>");
DEIMOS_RECEPTACLES(two, 2, other, "other");
DEIMOS_RECEPTACLES(four, 4, console, "console", .from = "console");

static int first(void)
{
    return 1;
}

static int init(int self)
{
    return self < 0;
}

static void leave(void)
{
}

static int export_state(struct module_state *state)
{
    state->size = 0;
    return E_OK;
}

static int import_state(const struct module_state *state)
{
    return state->size ? E_INVALID : E_OK;
}

/* Read only, and nothing's. */
static const u32 spare[] __attribute__((used)) = {
    0x52415053, 0x53504152, 0x45535041, 0x41455350,
};

static int (*const single[])(void) = { first };
static int (*const triple[])(void) = { first, first, first };

DEIMOS_MODULE("manifest_base", MODULE_SYSTEM, .init = init, .exit = leave,
              .export_state = export_state, .import_state = import_state);
DEIMOS_INTERFACE("single", "other", single, "first");
DEIMOS_INTERFACE("triple", "others", triple, "first second third",
                 .pairs = "<level, 2>", .predicate = "<level, 1>");
