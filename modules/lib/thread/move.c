/* SPDX-License-Identifier: MIT */
/*
 * Suspended threads that go from one concurrency module to another: what of their
 * stacks leads into the old one.
 *
 *      struct thread_base      returned, bridge: rewritten        (older)
 *      other modules' stack frames
 *      of a method, or of the timer's handler (entry.S, timer.S)
 *      of C, down to the switch: given up                        (newer)
 *
 * The old module finds out how far that is; the new one then makes a switch's stack
 * at the method's stack frame, which goes on there at its own `again`.
 */
#include "threads.h"

/* Bounds of a stack's stack frames. */
struct stretch {
    u32 begin, end;
};

static int is_link(const struct stretch *s, u32 ebp)
{
    return ebp % 4 == 0 && ebp >= s->begin && ebp <= s->end - 8;
}

static u32 older(u32 ebp)
{
    const u32 link = *(const u32 *)ebp;

    return link > ebp ? link : 0;
}

static u32 back(u32 ebp)
{
    return ((const u32 *)ebp)[1];
}

/* Above the place where it leaves us nothing may lead back but its end. */
static int is_clear(const struct stretch *s, u32 ebp)
{
    return !is_link(s, ebp) || !thread_is_inside(ebp, s->end);
}

static enum thread_way method_of(u32 eip)
{
    for (u32 i = 0; i < ARRAY_SIZE(thread_ways); i++)
        if (thread_ways[i].inside == eip)
            return WAY_YIELD + i;
    return WAYS;
}

/* Of one inside a method: the way, and the method's stack frame. */
static int find_method(struct thread *t, const struct stretch *s, u32 ebp)
{
    for (; is_link(s, ebp); ebp = older(ebp)) {
        t->way = method_of(back(ebp));
        t->frame = older(ebp);
        if (t->way != WAYS)
            return is_link(s, t->frame) && is_clear(s, t->frame);
    }
    return 0;
}

/* Of one that goes on outside, or at a place that it was given: it has been moved
 * before, or has not begun. WAYS: it is inside. */
static enum thread_way way_on(u32 eip)
{
    if (!thread_is_ours(eip))
        return WAY_OUTSIDE;
    if (eip == (u32)context_start)
        return WAY_START;
    if (eip == (u32)context_lost)
        return WAY_LOST;
    for (u32 i = 0; i < ARRAY_SIZE(thread_ways); i++)
        if (thread_ways[i].again == eip)
            return WAY_YIELD + i;
    return WAYS;
}

static int find_way(struct thread *t)
{
    const struct stretch s = { t->esp, t == FIRST ? context_top() : t->top };
    const u32 link = t->esp + offsetof(struct switch_state, link);

    if (t->stack1 && !is_clear(&s, t->stack1 + ENTERED_LINK))
        return 0;
    t->frame = 0;
    t->way = way_on(((const struct switch_state *)t->esp)->eip);
    return t->way == WAYS ? find_method(t, &s, link)
                          : is_clear(&s, older(link));
}

static int is_suspended(const struct thread *t)
{
    return t->state == THREAD_READY || t->state == THREAD_WAITING;
}

int threads_can_move(void)
{
    for (u32 i = 0; i < thread_limit; i++)
        if (is_suspended(&threads[i]) && !find_way(&threads[i]))
            return E_ACTIVE;
    return E_OK;
}

/* At the method's stack frame; EBX, ESI and EDI are its caller's. */
static void carry_on(struct thread *t, const struct thread_entry *entry)
{
    const u32 *saved = (const u32 *)t->frame;
    u32 *place = (u32 *)(t->frame + (u32)entry->place);
    const struct switch_state state = {
        .edi = saved[-1], .esi = saved[-2], .ebx = saved[-3],
        .recovery = t->saved.previous, .ebp = t->frame, .link = t->frame,
        .eip = entry->again };

    t->esp = (u32)(place + 1) - sizeof(state);
    *(struct switch_state *)t->esp = state;
}

/* It did not get what it waited for: it asks again. */
static void forget_wish(struct thread *t)
{
    t->context = t->old_context;
    t->stack1 = t->old_stack;
}

static void move_suspended(struct thread *t)
{
    u32 *eip = &((struct switch_state *)t->esp)->eip;

    if (t->way == WAY_SET_CONTEXT || t->way == WAY_EXCHANGE)
        forget_wish(t);
    if (t->way == WAY_START)
        *eip = (u32)context_start;
    else if (t->way == WAY_LOST)
        *eip = (u32)context_lost;
    else if (t->frame)
        carry_on(t, &thread_ways[t->way - WAY_YIELD]);
    else if (t->way != WAY_OUTSIDE)
        *eip = thread_ways[t->way - WAY_YIELD].again;
}

static void move_base(struct thread_base *base)
{
    base->returned = (u32)context_returned;
    base->bridge.eip = (u32)context_bridge;
    base->bridge.previous = (saddr_t)&FIRST->saved;
}

void thread_move(struct thread *t)
{
    if (t->state == THREAD_FREE)
        return;                         /* it has no stack */
    if (t->state == THREAD_ENDED) {
        t->esp = 0;                     /* it never goes on */
        return;
    }
    if (t != FIRST)
        move_base(thread_base(t));
    if (is_suspended(t))
        move_suspended(t);
}
