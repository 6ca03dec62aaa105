/* SPDX-License-Identifier: MIT */
/* What stack.c and forget.c share: the threads that do not run, one by one. */
#pragma once

#include "../api/suspended.h"
#include "../ups/user.h"
#include "../x86/window.h"
#include "stack.h"

#define TABLES_MOST 64
#define STEPS_MOST 65535        /* looked at for one question */
#define STEPS_WINDOW 256        /* with interrupts off at a time */
#define ARGUMENTS 5             /* words above EBP: link, eip, 3 arguments */

/* One question: does anything lead into this stretch? */
struct search {
    saddr_t base;
    u32 size;
    saddr_t end;                /* of links that are followed; see stack_end() */
    u32 left;                   /* steps that it may still take */
    int cut;                    /* return addresses that do become SUSPENDED_CUT */
    int others;                 /* threads of tables in the stretch do not count,
                                   and neither does where they have begun */
    /* Another question: of each thread, with its stack pointer; or NULL. */
    u32 (*visit)(struct search *s, const struct suspended *t, saddr_t at,
                 saddr_t esp);
    const struct graph_node *node;      /* forget.c's */
    stack_instead *instead;
};

#define STACK_NO_END 0xffffffffu
/* Of the region that this stack is in. A thread in a client may have the client's
 * EBP: that leads no further. */
saddr_t stack_end(saddr_t esp);

/* Of all tables, until one has an answer: enum stack_answer. */
u32 search_tables(struct search *s);

/* The link at *ebp, which moves on to the older one; NULL: there is none. */
static inline u32 *stack_link(saddr_t *ebp)
{
    u32 *link = *ebp % 4 || !*ebp ? NULL : user_pointer(*ebp, 8);

    if (link)
        *ebp = link[0] > *ebp ? link[0] : 0;    /* older ones lie higher */
    return link;
}

/* The same, if all of it lies below the search's end. */
static inline u32 *search_link(const struct search *s, saddr_t *ebp)
{
    return *ebp < s->end - 4 ? stack_link(ebp) : NULL;
}

/* 0: that was the last. */
static inline int search_step(struct search *s)
{
    if (s->left % STEPS_WINDOW == 0)
        window_open();
    if (!s->left)
        return 0;
    s->left--;
    return 1;
}

static inline int search_has(const struct search *s, saddr_t address)
{
    return address - s->base < s->size;
}
