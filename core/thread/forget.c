/* SPDX-License-Identifier: MIT */
/* A module dies, or is replaced: what other threads have of it. */
#include "search.h"
#include "stack.h"

#include "thread.h"
#include "../ups/user.h"

#define CHUNK 256u              /* bytes of a stack that count as a step */

/* Behind the oldest stack frame, and what that was called with. */
static saddr_t end_of(struct search *s, saddr_t ebp)
{
    saddr_t end = ebp;

    while (search_link(s, &ebp) && ebp && ebp < s->end && search_step(s))
        end = ebp;
    return s->end - end < ARGUMENTS * 4 ? s->end : end + ARGUMENTS * 4;
}

static void replace(const struct search *s, u32 *words, u32 count)
{
    for (u32 i = 0; i < count; i++) {
        const saddr_t instead = search_has(s, words[i]) ?
                                s->instead(s->node, words[i]) : 0;
        if (instead)
            words[i] = instead;
    }
}

/* The registers of an interrupted one are among them, as its handler keeps them. */
static u32 replace_words(struct search *s, saddr_t from, saddr_t end)
{
    while (from < end) {
        const u32 rest = CHUNK - from % CHUNK;
        const u32 size = end - from < rest ? end - from : rest;
        u32 *words = from % 4 ? NULL : user_pointer(from, size);
        if (!words)
            return STACK_OUTSIDE;
        replace(s, words, size / 4);
        if (!search_step(s))
            return STACK_ENDLESS;
        from += size;
    }
    return STACK_OUTSIDE;
}

static u32 replace_in_thread(struct search *s, const struct suspended *t,
                             saddr_t at, saddr_t esp)
{
    const u32 *entered = t->entered ? user_pointer(at + t->entered, 4) : NULL;
    const int is_client = entered && *entered;

    s->end = is_client ? stack_end(esp) : STACK_NO_END;
    const saddr_t end = end_of(s, esp + t->offset);
    s->end = STACK_NO_END;
    const saddr_t further = is_client ? end_of(s, *entered + ENTERED_LINK) : 0;
    return replace_words(s, esp, further > end ? further : end);
}

/* The first table from `at` on that is not in the stretch; 0 if they do not
 * end: a cycle in the stretch is as dead as its module. */
static saddr_t skip_tables(saddr_t base, u32 size, saddr_t at)
{
    for (u32 i = 0; at - base < size; i++) {
        const struct suspended *t = user_pointer(at, sizeof(*t));
        if (!t || i == TABLES_MOST)
            return 0;
        at = t->next;
    }
    return at;
}

static void forget_tables(saddr_t base, u32 size)
{
    saddr_t at = skip_tables(base, size, thread_suspended());

    thread_set_suspended(at);
    for (u32 i = 0; at && i < TABLES_MOST; i++) {
        struct suspended *t = user_pointer(at, sizeof(*t));
        if (!t)
            return;
        t->next = skip_tables(base, size, t->next);
        at = t->next;
    }
}

void stack_lead(const struct graph_node *node, stack_instead *instead)
{
    struct search s = { .base = node->base, .size = node->size,
                        .left = STEPS_MOST, .visit = replace_in_thread,
                        .node = node, .instead = instead };

    search_tables(&s);
}

void stack_forget(const struct graph_node *node, stack_instead *instead)
{
    struct search s = { .base = node->base, .size = node->size,
                        .left = STEPS_MOST, .cut = 1 };

    forget_tables(node->base, node->size);
    search_tables(&s);
    stack_lead(node, instead);
}
