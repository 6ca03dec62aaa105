/* SPDX-License-Identifier: MIT */
/* Walking the ring-1 stack. */
#include "stack.h"

#include "thread.h"
#include "../gate/user.h"

#define THREADS_MOST 1024      /* of one table */
#define TABLES_MOST 16
#define PUSHA_WORDS 8
#define SAVED_WORDS 12          /* and ebp, eip, cs, eflags */
#define SAVED_EBP 8
#define ARGUMENTS 5             /* words above EBP: link, eip, 3 arguments */
#define FRAME_MOST 256          /* words of a frame that are looked at */

/* ORDER struct suspended of modules/concurrency.h */
struct suspended_table {
    saddr_t next;
    saddr_t first;
    u32 stride, count, offset, registers;
};

saddr_t stack_next(saddr_t *ebp)
{
    const u32 *link = *ebp % 4 ? NULL : user_pointer(*ebp, 8);

    if (!*ebp || !link)
        return 0;
    *ebp = link[0] > *ebp ? link[0] : 0;    /* older frames lie higher */
    return link[1];
}

static u32 chain_leads_into(saddr_t base, u32 size, saddr_t ebp)
{
    saddr_t eip;

    while ((eip = stack_next(&ebp)) != 0)
        if (eip - base < size)
            return 1;
    return 0;
}

static u32 words_point_into(saddr_t base, u32 size, saddr_t at, u32 count)
{
    const u32 *words = user_pointer(at, count * 4);

    for (u32 i = 0; words && i < count; i++)
        if (words[i] - base < size)
            return 1;
    return 0;
}

/*
 * Does what an interrupted thread has at hand point into it: its registers,
 * its innermost frame, that frame's arguments? It may be about to call there,
 * between the load of a slot and its CALL, which recover_call() makes for
 * many.
 */
static u32 interrupted_points_into(saddr_t base, u32 size, saddr_t at)
{
    const u32 *saved = at ? user_pointer(at, SAVED_WORDS * 4) : NULL;
    const saddr_t esp = at + SAVED_WORDS * 4;

    if (!saved)
        return 0;
    u32 words = (saved[SAVED_EBP] - esp) / 4 + ARGUMENTS;
    if (words > FRAME_MOST)             /* EBP is no frame of this stack */
        words = ARGUMENTS;
    return words_point_into(base, size, at, PUSHA_WORDS) ||
           words_point_into(base, size, esp, words);
}

/* One table of threads that do not run: ring 1's word, so checked. */
static u32 table_leads_into(saddr_t base, u32 size,
                            const struct suspended_table *t)
{
    for (u32 i = 0; i < t->count && i < THREADS_MOST; i++) {
        const saddr_t at = t->first + i * t->stride;
        const u32 *esp = user_pointer(at, 4);
        if (!esp || !*esp)
            continue;
        const u32 *interrupted = user_pointer(at + t->registers, 4);
        if (chain_leads_into(base, size, *esp + t->offset) ||
            (t->registers && interrupted &&
             interrupted_points_into(base, size, *interrupted)))
            return 1;
    }
    return 0;
}

u32 stack_is_active(saddr_t base, u32 size, saddr_t ebp)
{
    saddr_t at = thread_suspended();

    if (chain_leads_into(base, size, ebp))
        return 1;
    for (u32 i = 0; at && i < TABLES_MOST; i++) {
        const struct suspended_table *t = user_pointer(at, sizeof(*t));
        if (!t)
            break;
        if (table_leads_into(base, size, t))
            return 1;
        at = t->next;
    }
    return 0;
}

void stack_forget(saddr_t base, u32 size)
{
    saddr_t at = thread_suspended();

    while (at && at - base < size) {
        const struct suspended_table *t = user_pointer(at, sizeof(*t));
        at = t ? t->next : 0;
        thread_set_suspended(at);
    }
    for (u32 i = 0; at && i < TABLES_MOST; i++) {
        struct suspended_table *t = user_pointer(at, sizeof(*t));
        const struct suspended_table *next =
            t ? user_pointer(t->next, sizeof(*t)) : NULL;
        if (next && t->next - base < size)
            t->next = next->next;
        else
            at = t ? t->next : 0;
    }
}
