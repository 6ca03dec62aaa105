/* SPDX-License-Identifier: MIT */
/* Spaces that are watched, and the one instruction. */
#include "model.h"

#define EFLAGS_TF 0x100

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

    for (u32 i = 0; i < SESSIONS && !s; i++)
        if (!sessions[i].space)
            s = &sessions[i];
    if (s && !s->space)
        *s = (struct session){ .space = space };
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

/* It may come to a service or a handler, which runs with interrupts on. */
void session_go_on(struct session *s, struct client_fault *fault, u32 traits)
{
    s->traits = traits;
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
    s->space = 0;
}

void session_end_all(int space)
{
    for (u32 i = 0; i < SESSIONS; i++)
        if (sessions[i].space && (!space || sessions[i].space == space))
            end(&sessions[i]);
}
