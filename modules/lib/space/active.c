/* SPDX-License-Identifier: MIT */
/*
 * Whether a thread runs in a space: whether the stack frame that began is
 * still on the way back of a thread. A thread says itself when it begins and
 * ends; but one that is set back behind it by a death, or lost with its
 * concurrency module, never ends there.
 */
#include "spaces.h"

#include "../../../core/api/suspended.h"
#include "../call/module_at.h"
#include "parts.h"

struct suspended *spaces_suspended(void);       /* suspended.S */

/*
 * On from ebp. Above the stack frame all return to modules that live, or the
 * thread will be set back. An EBP may be a client's, so the backtrace ends
 * where it leaves the stack, which is a region; the oldest link returns to no
 * module.
 */
static int leads_to(u32 began, u32 ebp)
{
    struct region_info stack;

    if (nmm->query_region(NMM_UPS, ebp, &stack) <= 0 ||
        began - stack.base >= stack.size)
        return 0;
    for (int found = 0; ebp % 4 == 0 && ebp - stack.base <= stack.size - 8;) {
        const u32 *link = (const u32 *)ebp;
        found |= ebp == began;
        if (link[0] <= ebp)
            return found;
        if (found && !module_at((const void *)link[1]))
            return 0;
        ebp = link[0];
    }
    return 0;
}

/* Of a thread that does not run, also from where it went to ring 3. */
static int thread_leads_to(u32 began, const struct suspended *t, u32 i)
{
    const u32 at = t->first + i * t->stride;
    const u32 esp = *(const u32 *)at;
    const u32 entered = esp && t->entered ? *(const u32 *)(at + t->entered) : 0;

    return esp && (leads_to(began, esp + t->offset) ||
                   (entered && leads_to(began, entered + ENTERED_LINK)));
}

/* In an upcall of the core, what called the core is out of sight: any stack
 * frame above on this stack may be on it. */
static int may_be_hidden(u32 began, u32 ebp)
{
    struct region_info stack;
    u32 depth;

    GRAPH_READ(system.upcalls, depth);
    return depth > 1 && began > ebp &&
           nmm->query_region(NMM_UPS, ebp, &stack) > 0 &&
           began - stack.base < stack.size;
}

static int is_on_the_way(u32 began)
{
    const u32 ebp = (u32)__builtin_frame_address(0);

    if (leads_to(began, ebp) || may_be_hidden(began, ebp))
        return 1;
    for (struct suspended *t = spaces_suspended(); t;
         t = (struct suspended *)t->next)
        for (u32 i = 0; i < t->count; i++)
            if (thread_leads_to(began, t, i))
                return 1;
    return 0;
}

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

    if (began && !is_on_the_way(began))
        __atomic_compare_exchange_n(&space->active, &began, 0, 0,
                                    __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return space->active != 0;
}
