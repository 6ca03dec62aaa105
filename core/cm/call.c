/* SPDX-License-Identifier: MIT */
/*
 * Calls from the CM into modules: init, exit, state. They nest, because what
 * is called may ask for changes: the CM remembers whom it waits for, since a
 * jump leaves no stack frame that would tell.
 */
#include "cm.h"

#include "../thread/asker.h"

/* One more waits for the initial user module. */
_Static_assert(NESTED_MAX + 1 <= ASKERS, "the core remembers fewer who wait");

static u32 called[NESTED_MAX];      /* handles of modules */
static u32 nested;

int module_check_call(void)
{
    if (nested == NESTED_MAX)
        return refuse(E_FULL, "%u calls of init, exit and the like are "
                      "nested already", NESTED_MAX);
    return 0;
}

u64 module_call(u32 handle, saddr_t entry, saddr_t stack, u32 argument)
{
    called[nested++] = handle;
    const u64 result = core->upcall(entry, stack, argument);
    nested--;
    return result;
}

int module_is_called(u32 handle)
{
    for (u32 i = 0; i < nested; i++)
        if (called[i] == handle)
            return 1;
    return 0;
}

u32 module_calls(void)
{
    return nested;
}
