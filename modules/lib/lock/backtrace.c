/* SPDX-License-Identifier: MIT */
#include "backtrace.h"

#include "../../../core/api/suspended.h"
#include "../../api/deimos.h"

struct suspended *threads_suspended(void);       /* suspended.S */

/*
 * On from ebp. If a stack frame above it returns to a module that has died,
 * the thread will be set back; where no module lives is no sign, for a client
 * of `flat` does. An EBP may be a client's, so the backtrace ends where it
 * leaves the stack, which is a region.
 */
static int leads_to(u32 began, u32 ebp, const struct nmm *nmm)
{
    struct region_info stack;
    int found = 0;

    if (nmm->query_region(NMM_UPS, ebp, &stack) <= 0 ||
        began - stack.base >= stack.size)
        return 0;
    while (ebp % 4 == 0 && ebp - stack.base <= stack.size - 8) {
        const u32 *link = (const u32 *)ebp;
        found |= ebp == began;
        if (link[0] <= ebp)
            return found;
        if (found && link[1] == SUSPENDED_CUT)
            return 0;
        ebp = link[0];
    }
    return found;
}

/* To the oldest stack frame: does it return there? */
static int returns_to(u32 entry, u32 ebp, const struct nmm *nmm)
{
    struct region_info stack;

    if (nmm->query_region(NMM_UPS, ebp, &stack) <= 0)
        return 0;
    while (ebp % 4 == 0 && ebp - stack.base <= stack.size - 8) {
        const u32 *link = (const u32 *)ebp;
        if (link[0] <= ebp)
            return link[1] == entry;
        ebp = link[0];
    }
    return 0;
}

typedef int question(u32 address, u32 ebp, const struct nmm *nmm);

/* Of a thread that does not run, also from where it went to ring 3. */
static int ask_thread(question *ask, u32 address, const struct suspended *t,
                      u32 i, const struct nmm *nmm)
{
    const u32 at = t->first + i * t->stride;
    const u32 esp = *(const u32 *)at;
    const u32 entered = esp && t->entered ? *(const u32 *)(at + t->entered) : 0;

    return esp && (ask(address, esp + t->offset, nmm) ||
                   (entered && ask(address, entered + ENTERED_LINK, nmm)));
}

static int ask_threads(question *ask, u32 address, const struct nmm *nmm)
{
    for (struct suspended *t = threads_suspended(); t;
         t = (struct suspended *)t->next)
        for (u32 i = 0; i < t->count; i++)
            if (ask_thread(ask, address, t, i, nmm))
                return 1;
    return 0;
}

/* In an upcall of the core, what called the core is out of sight: any stack
 * began above on this stack may be on it. */
static int may_be_hidden(u32 began, u32 ebp, const struct nmm *nmm)
{
    struct region_info stack;
    u32 depth;

    GRAPH_READ(system.upcalls, depth);
    return depth > 1 && began > ebp &&
           nmm->query_region(NMM_UPS, ebp, &stack) > 0 &&
           began - stack.base < stack.size;
}

int backtrace_is_own(u32 began, const struct nmm *nmm)
{
    const u32 ebp = (u32)__builtin_frame_address(0);

    return leads_to(began, ebp, nmm) || may_be_hidden(began, ebp, nmm);
}

int backtrace_has(u32 began, const struct nmm *nmm)
{
    return backtrace_is_own(began, nmm) || ask_threads(leads_to, began, nmm);
}

int backtrace_begins_at(u32 entry, const struct nmm *nmm)
{
    const u32 ebp = (u32)__builtin_frame_address(0);

    return returns_to(entry, ebp, nmm) || ask_threads(returns_to, entry, nmm);
}
