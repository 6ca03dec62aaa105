/* SPDX-License-Identifier: MIT */
/* Spaces that are watched, and the one instruction. */
#include "model.h"

#define EFLAGS_TF 0x100
#define INSTRUCTION 15          /* bytes, at most */

static struct session sessions[SESSIONS];

struct session *session_find(int space)
{
    for (u32 i = 0; i < SESSIONS; i++)
        if (space && sessions[i].space == space)
            return &sessions[i];
    return NULL;
}

struct session *session_of(int space)
{
    struct session *s = session_find(space);

    for (u32 i = 0; i < SESSIONS && !s; i++) {
        int none = 0;
        if (__atomic_compare_exchange_n(&sessions[i].space, &none, space, 0,
                                        __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST))
            s = &sessions[i];
    }
    return s;
}

int session_number(u32 i)
{
    return i < SESSIONS ? sessions[i].space : E_RANGE;
}

/* Whatever came too late is as the session has it that is the space's now. */
static void arm_again(int space, u32 is_on)
{
    const struct session *now = session_find(space);
    const u32 on = now && now->is_armed;

    if (on != is_on)
        steps->arm(space, on);
}

int session_arm(struct session *s, int space, u32 on)
{
    const int error = steps->arm(space, on);

    if (s->space != space) {
        arm_again(space, on);
        return E_HANDLE;
    }
    if (error >= 0)
        s->is_armed = on;
    return error;
}

/* The model holds them off, for all. */
static int hold(struct session *s, u32 on)
{
    u32 held = 0;
    int error;

    if (s->is_held == on)
        return 0;
    s->is_held = on;
    for (u32 i = 0; i < SESSIONS; i++)
        held |= sessions[i].is_held;
    error = steps->hold(held);
    if (error < 0)
        s->is_held = 0;
    return error;
}

static void close_pages(struct session *s, int space)
{
    while (s->space == space && s->opened) {
        const u32 page = s->pages[--s->opened];
        watch_apply(space, page);
    }
}

/* With interrupts off, and at once: while another thread has the model's lock,
 * which it would keep, it is waited for with interrupts on. off() may come then,
 * and any time before. E_ACTIVE: we are bound no more; who is now is told. */
static int open(struct session *s, int space, u32 page, u32 access)
{
    while (hold(s, 1) != E_ACTIVE) {
        if (s->space != space) {
            hold(s, 0);
            return E_HANDLE;
        }
        const int error = pages->close(space, page, access | PAGES_NOW);
        if (error >= 0)
            return 0;
        if (error == E_ACTIVE)
            hold(s, 0);
        close_pages(s, space);
        hold(s, 0);
        if (error != E_ACTIVE)
            return error;
        watch_apply(space, page);
    }
    return E_ACTIVE;
}

/* Where it is among those that are open, or may be. */
static u32 place_of(const struct session *s, u32 page)
{
    u32 i = 0;

    while (i < s->opened && s->pages[i] != page)
        i++;
    return i;
}

/* A page that is open already is opened further. */
int session_open(struct session *s, int space, u32 page, u32 access)
{
    const int error = open(s, space, page, access);

    if (error < 0)
        return error;
    if (place_of(s, page) == OPENED)
        close_pages(s, space);  /* at once, as this one was opened */
    const u32 i = place_of(s, page);
    s->pages[i] = page;
    if (i == s->opened)
        s->opened++;
    return 0;
}

void session_leave(struct session *s, int space)
{
    close_pages(s, space);
    if (s->space == space)
        s->is_held = 0;
}

/* One that begins anew is the same. */
static void note_push(struct session *s, const struct client_fault *fault)
{
    const struct push push = { 1, fault->eip, fault->esp };
    struct push *to = &s->pushes[0];

    for (u32 i = THREADS; i-- > 0;)
        if (!s->pushes[i].is_there)
            to = &s->pushes[i];
    for (u32 i = 0; i < THREADS; i++)
        if (s->pushes[i].eip == push.eip && s->pushes[i].esp == push.esp)
            to = &s->pushes[i];
    *to = push;
}

/* It has pushed 4 bytes, or 2, and the client is behind it. */
static int is_behind(const struct push *push, const struct client_fault *fault)
{
    const u32 pushed = push->esp - fault->esp;

    return push->is_there && fault->eip - push->eip - 1 < INSTRUCTION &&
           (pushed == 4 || pushed == 2);
}

int session_take_push(struct session *s, const struct client_fault *fault)
{
    for (u32 i = 0; i < THREADS; i++)
        if (is_behind(&s->pushes[i], fault)) {
            s->pushes[i].is_there = 0;
            return 1;
        }
    return 0;
}

void session_forget(struct session *s)
{
    s->is_again = 0;
    for (u32 i = 0; i < THREADS; i++)
        s->pushes[i].is_there = 0;
}

/* It may come to a service or a handler, which runs with interrupts on. */
void session_go_on(struct session *s, int space, struct client_fault *fault,
                   u32 traits)
{
    if (s->space != space)
        return;
    if (traits & PUSHES_FLAGS)
        note_push(s, fault);
    if (traits & (LOSES_TF | LEADS_TO_HANDLER))
        hold(s, 0);
    if (traits & LOSES_TF)
        session_arm(s, space, 1);
    else
        fault->eflags |= EFLAGS_TF;
}

/* At last it goes: if this thread does not come back from the model, others end it. */
static void end(struct session *s, int space)
{
    close_pages(s, space);
    if (s->space == space)
        hold(s, 0);
    if (s->space == space && s->is_armed)
        session_arm(s, space, 0);
    if (s->space != space)
        return;
    s->is_armed = s->steps = 0;
    session_forget(s);
    s->space = 0;
}

static int is_idle(const struct session *s)
{
    return !(s->steps | s->is_armed | s->is_held | s->opened) &&
           !watch_has(s->space) && !guard_has(s->space);
}

void session_end_idle(void)
{
    for (u32 i = 0; i < SESSIONS; i++) {
        const int space = sessions[i].space;
        if (!space || !is_idle(&sessions[i]))
            continue;
        end(&sessions[i], space);
        if (watch_has(space) || guard_has(space))
            session_of(space);  /* since then */
    }
}

void session_end_all(int space)
{
    for (u32 i = 0; i < SESSIONS; i++)
        if (sessions[i].space && (!space || sessions[i].space == space))
            end(&sessions[i], sessions[i].space);
}
