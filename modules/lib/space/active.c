/* SPDX-License-Identifier: MIT */
/*
 * Whether a thread is in a space: whether the stack frame that began is still
 * on the way back of a thread. A thread says itself when it begins and ends; but
 * one that is set back behind it by a death, or lost with its concurrency
 * module, never ends there.
 */
#include "spaces.h"

#include "lock.h"
#include "parts.h"

static u32 prune(volatile u32 *frame)
{
    const u32 began = *frame;

    if (began && !backtrace_has(began & ~LOCK_CONTENDED, nmm))
        lock_change(frame, began, 0);
    return *frame;
}

int spaces_begin(struct space_head *space, u32 began)
{
    prune(&space->active);
    return lock_change(&space->active, 0, began);
}

void spaces_end(struct space_head *space)
{
    space->active = 0;
}

int spaces_prune(struct space_head *space)
{
    return (prune(&space->active) | prune(&space->visitor)) != 0;
}
