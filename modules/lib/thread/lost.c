/* SPDX-License-Identifier: MIT */
/*
 * Threads that are inside a module when it dies in another thread. Before one
 * of them runs again it is set back to its innermost recovery point that no
 * dead module's stack frame is older than, as the core does for the thread in
 * which it happened.
 */
#include "threads.h"
#include "../call/module_at.h"

static u32 deaths;              /* that we have seen to */

/* The oldest stack frame of a backtrace that returned into a dead module: the
 * core has cut it. 0: none did. Where no module lives is no sign: a client of
 * `flat` does. The last returns to the core, or to context_start. An EBP may
 * be a client's, and stack1 is what the thread says, so the backtrace ends
 * where it leaves the stack. */
static u32 dead_of_backtrace(u32 ebp, u32 begin, u32 end)
{
    u32 dead = 0;

    if (ebp < begin)
        return 0;
    while (ebp % 4 == 0 && ebp <= end - 8) {
        const u32 *link = (const u32 *)ebp;
        if (link[0] <= ebp)
            break;
        if (link[1] == SUSPENDED_CUT)
            dead = ebp;
        ebp = link[0];
    }
    return dead;
}

/* Of a thread; of one in ring 3 from where it went there, too: its stack frames
 * below that may not lead so far (concurrency.h). */
static u32 dead_of_thread(const struct thread *t)
{
    const u32 end = t == FIRST ? context_top() : t->top;
    const struct switch_state *top = (const struct switch_state *)t->esp;
    u32 dead = dead_of_backtrace(t->stack1 + 4, t->esp, end);

    if (!dead)
        dead = dead_of_backtrace((u32)&top->link, t->esp, end);
    if (!dead && !module_at((const void *)top->eip))
        dead = (u32)&top->link;
    return dead;
}

static struct recovery *point_above(const struct thread *t, u32 dead)
{
    struct recovery *r = (struct recovery *)t->saved.previous;

    while (r && r != &thread_base(t)->bridge &&
           ((u32)r <= dead || !module_at((const void *)r->eip)))
        r = (struct recovery *)r->previous;
    return r;
}

static void rescue(struct thread *t)
{
    const u32 dead = dead_of_thread(t);
    const struct recovery *r = dead ? point_above(t, dead) : NULL;

    if (!r)
        return;
    u32 *eip = (u32 *)r->esp - 1;
    struct switch_state *state = (struct switch_state *)eip - 1;
    *eip = r->eip;
    *state = (struct switch_state){
        .edi = r->edi, .esi = r->esi, .ebp = r->ebp, .ebx = r->ebx,
        .recovery = r->previous, .link = r->ebp,
        .eip = (u32)context_lost };
    t->esp = (u32)state;
    t->interrupted = 0;
    t->saved.previous = r->previous;
}

/* One that waits may wait for what a lost thread had: it looks again. */
static void see_to(struct thread *t)
{
    if (t->state != THREAD_READY && t->state != THREAD_WAITING)
        return;
    rescue(t);
    if (t->state == THREAD_WAITING)
        thread_make_ready(t);
}

void threads_rescue(void)
{
    u32 now;

    GRAPH_READ(system.deaths, now);
    if (now == deaths)
        return;
    deaths = now;
    for (u32 i = 0; i < thread_limit; i++)
        if (&threads[i] != thread_current)
            see_to(&threads[i]);
}
