/* SPDX-License-Identifier: MIT */
/*
 * Whether a thread runs in a space: whether the stack frame that began is
 * still on the way back of a thread. A thread says itself when it begins and
 * ends; but one that is set back behind it by a death, or lost with its
 * concurrency module, never ends there.
 */
#include "spaces.h"

#include "backtrace.h"

int spaces_begin(struct space_head *space, u32 began)
{
    u32 none = 0;

    spaces_prune(space);
    return __atomic_compare_exchange_n(&space->active, &none, began, 0,
                                       __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
}

void spaces_end(struct space_head *space)
{
    space->active = 0;
}

int spaces_prune(struct space_head *space)
{
    u32 began = space->active;

    if (began && !backtrace_has(began))
        __atomic_compare_exchange_n(&space->active, &began, 0, 0,
                                    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return space->active != 0;
}
