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

int session_arm(struct session *s, u32 on)
{
    const int error = steps->arm(s->space, on);

    if (error >= 0)
        s->is_armed = on;
    return error;
}

/* The model holds them off, for all. */
static void hold(struct session *s, u32 on)
{
    u32 held = 0;

    if (s->is_held == on)
        return;
    s->is_held = on;
    for (u32 i = 0; i < SESSIONS; i++)
        held |= sessions[i].is_held;
    steps->hold(held);
}

/* With interrupts off, and at once: while another thread has the model's lock,
 * which it would keep, it is waited for with interrupts on. off() may come then,
 * and any time before. */
static int open(struct session *s, int space, u32 page, u32 access)
{
    int error;

    hold(s, 1);
    while (s->space == space) {
        error = pages->close(space, page, access | PAGES_NOW);
        if (error >= 0)
            return 0;
        session_close(s);
        if (error != E_ACTIVE)
            return error;
        watch_apply(space, page);
        hold(s, 1);
    }
    hold(s, 0);
    return E_HANDLE;
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
    if (place_of(s, page) == OPENED)
        session_close(s);
    const int error = open(s, space, page, access);
    if (error < 0)
        return error;
    const u32 i = place_of(s, page);
    s->pages[i] = page;
    if (i == s->opened)
        s->opened++;
    return 0;
}

static void close_pages(struct session *s)
{
    while (s->opened) {
        const u32 page = s->pages[--s->opened];
        watch_apply(s->space, page);
    }
}

void session_close(struct session *s)
{
    close_pages(s);
    hold(s, 0);
}

void session_leave(struct session *s)
{
    close_pages(s);
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
void session_go_on(struct session *s, struct client_fault *fault, u32 traits)
{
    if (traits & PUSHES_FLAGS)
        note_push(s, fault);
    if (traits & (LOSES_TF | LEADS_TO_HANDLER))
        hold(s, 0);
    if (traits & LOSES_TF)
        session_arm(s, 1);
    else
        fault->eflags |= EFLAGS_TF;
}

static void end(struct session *s)
{
    session_close(s);
    if (s->is_armed)
        session_arm(s, 0);
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
    for (u32 i = 0; i < SESSIONS; i++)
        if (sessions[i].space && is_idle(&sessions[i]))
            end(&sessions[i]);
}

void session_end_all(int space)
{
    for (u32 i = 0; i < SESSIONS; i++)
        if (sessions[i].space && (!space || sessions[i].space == space))
            end(&sessions[i]);
}
