/* SPDX-License-Identifier: MIT */
/*
 * Walking the ring-1 stack.
 *
 * Invariant: all that is walked here is ring 1's word. It may be a ring or
 * have no end, so each walk has a limit; beyond it the answer is "cannot be
 * told", which refuses an unload as a call inside does. What is not ring 1's
 * but ring 3's is not walked: between an entry from there and the entry's own
 * stack frame EBP is the client's. The backtrace goes on above the ring-1
 * stack's end (TSS.esp1), whatever that EBP was; and no client leads out of the
 * region in which its thread's stack is.
 */
#include "stack.h"

#include "asker.h"
#include "search.h"
#include "thread.h"
#include "../api/suspended.h"
#include "../ups/user.h"
#include "../x86/window.h"
#include "../../nmm/nmm.h"
#include "../../nmm/space/region.h"
#include "../../nmm/task/task.h"

#define PUSHA_WORDS 8
#define SAVED_WORDS 12          /* and ebp, eip, cs, eflags */
#define SAVED_EBP 8
#define STACK_FRAME_MOST 256    /* words of a stack frame that are looked at */

saddr_t stack_end(saddr_t esp)
{
    const struct region *region = region_find(NMM_UPS, esp);

    return region ? region->base + region->size : STACK_NO_END;
}

saddr_t stack_next(saddr_t *ebp)
{
    const u32 *link = stack_link(ebp);

    return link ? link[1] : 0;
}

#define STACK_LEFT 0x100        /* inside, but it will be set back behind that */

static int is_oldest(saddr_t ebp)
{
    const u32 *link = ebp ? user_pointer(ebp, 8) : NULL;

    return link && !link[0];
}

static u32 backtrace_leads_into(struct search *s, saddr_t ebp)
{
    u32 *link;

    while ((link = search_link(s, &ebp)) && link[1]) {
        if (search_has(s, link[1]) && !s->cut && !(s->others && is_oldest(ebp)))
            return STACK_INSIDE;
        if (s->cut && search_has(s, link[1]))
            link[1] = SUSPENDED_CUT;
        if (!search_step(s))
            return STACK_ENDLESS;
    }
    return STACK_OUTSIDE;
}

/*
 * Of a thread that does not run, and was found inside. If a module has died in
 * which an older stack frame is, the thread will be set back behind both: what is
 * younger than SUSPENDED_CUT never runs again.
 */
static u32 suspended_leads_into(struct search *s, saddr_t ebp)
{
    const saddr_t begin = ebp;
    const u32 left = s->left;
    u32 found = backtrace_leads_into(s, ebp);
    const u32 *link;

    if (found != STACK_INSIDE)
        return found;
    s->left = left;                     /* the same steps once more */
    for (ebp = begin; (link = search_link(s, &ebp)) && link[1];) {
        if (link[1] == SUSPENDED_CUT)
            found = STACK_LEFT;
        else if (search_has(s, link[1]))
            found = STACK_INSIDE;
        if (!search_step(s))
            return STACK_ENDLESS;
    }
    return found;
}

static u32 words_point_into(struct search *s, saddr_t at, u32 count)
{
    const u32 *words = user_pointer(at, count * 4);

    for (u32 i = 0; words && i < count; i++) {
        if (search_has(s, words[i]))
            return STACK_INSIDE;
        if (!search_step(s))
            return STACK_ENDLESS;
    }
    return STACK_OUTSIDE;
}

/*
 * Does what an interrupted thread has at hand point into it: its registers,
 * its innermost stack frame, that one's arguments? It may be about to call
 * there, between the load of a slot and its CALL, which recover_call() makes
 * for many.
 */
static u32 interrupted_points_into(struct search *s, saddr_t at)
{
    const u32 *saved = at ? user_pointer(at, SAVED_WORDS * 4) : NULL;
    const saddr_t esp = at + SAVED_WORDS * 4;

    if (!saved)
        return STACK_OUTSIDE;
    u32 words = (saved[SAVED_EBP] - esp) / 4 + ARGUMENTS;
    if (words > STACK_FRAME_MOST)       /* EBP is no link of this stack */
        words = ARGUMENTS;
    const u32 found = words_point_into(s, at, PUSHA_WORDS);
    return found ? found : words_point_into(s, esp, words);
}

static u32 thread_leads_into(struct search *s,
                             const struct suspended *t, saddr_t at)
{
    const u32 *esp = user_pointer(at, 4);

    if (!esp || !*esp)
        return STACK_OUTSIDE;
    if (s->visit)
        return s->visit(s, t, at, *esp);
    const u32 *entered = t->entered ? user_pointer(at + t->entered, 4) : NULL;
    const int is_client = entered && *entered;
    s->end = is_client ? stack_end(*esp) : STACK_NO_END;
    u32 found = suspended_leads_into(s, *esp + t->offset);
    s->end = STACK_NO_END;
    if (!found && is_client)
        found = suspended_leads_into(s, *entered + ENTERED_LINK);
    if (found == STACK_LEFT)
        return STACK_OUTSIDE;
    const u32 *interrupted = t->registers && !found && !s->cut ?
                             user_pointer(at + t->registers, 4) : NULL;
    return interrupted ? interrupted_points_into(s, *interrupted) : found;
}

/* One table of threads that do not run. */
static u32 table_leads_into(struct search *s,
                            const struct suspended *t)
{
    const struct suspended table = *t;

    for (u32 i = 0; i < table.count; i++) {
        const u32 found = thread_leads_into(s, &table,
                                            table.first + i * table.stride);
        if (found)
            return found;
        if (!search_step(s))
            return STACK_ENDLESS;
    }
    return STACK_OUTSIDE;
}

u32 search_tables(struct search *s)
{
    saddr_t at = thread_suspended();
    u32 found = STACK_OUTSIDE;

    for (u32 i = 0; at && !found; i++) {
        const struct suspended *t = user_pointer(at, sizeof(*t));
        if (!t)
            break;
        if (i == TABLES_MOST)
            return STACK_ENDLESS;
        if (!s->others || !search_has(s, at))
            found = table_leads_into(s, t);
        at = t->next;
    }
    return found;
}

/* A caller that waits for the core: an upcall's backtrace does not lead there. */
static u32 askers_lead_into(struct search *s)
{
    const struct asker *a;
    u32 found = STACK_OUTSIDE;

    for (u32 i = 0; !found && (a = asker_at(i)); i++)
        found = search_has(s, a->caller) ? STACK_INSIDE
                                        : backtrace_leads_into(s, a->ebp);
    return found;
}

static u32 look_for(struct search *s, saddr_t ebp)
{
    u32 found = backtrace_leads_into(s, ebp);

    if (!found && task_running())
        found = backtrace_leads_into(s, task_stack() + ENTERED_LINK);
    if (!found)
        found = askers_lead_into(s);
    return found ? found : search_tables(s);
}

u32 stack_is_active(saddr_t base, u32 size, saddr_t ebp)
{
    struct search s = { .base = base, .size = size, .end = STACK_NO_END,
                        .left = STEPS_MOST };

    return look_for(&s, ebp);
}

/* In the stretch lies a table of threads: it is a concurrency module. */
static int has_table(const struct search *s)
{
    saddr_t at = thread_suspended();

    for (u32 i = 0; at && i < TABLES_MOST; i++) {
        const struct suspended *t = user_pointer(at, sizeof(*t));
        if (!t)
            break;
        if (search_has(s, at))
            return 1;
        at = t->next;
    }
    return 0;
}

u32 stack_is_entered(saddr_t base, u32 size, saddr_t ebp)
{
    struct search s = { .base = base, .size = size, .end = STACK_NO_END,
                        .left = STEPS_MOST };

    s.others = has_table(&s);
    return look_for(&s, ebp);
}
