/* SPDX-License-Identifier: MIT */
/* The table of threads, and their stacks. */
#include "threads.h"

#include "../../../core/api/handle.h"
#include "../../../core/lib/string.h"

#define BITS 8                          /* of a handle: slot + 1 */

_Static_assert(THREAD_MAX < 1 << BITS, "handles");

const struct nmm *volatile nmm;
DEIMOS_SLOTS_(nmm, 1, "nmm", .from = "nmm");

struct thread threads[THREAD_MAX] = {
    [0] = { .handle = 1, .state = THREAD_RUNNING,
            .bottom = ROOM_NONE, .room = ROOM_NONE,
            .saved = { .esp = (u32)threads, .eip = (u32)context_bridge } },
};
struct thread *thread_current = &threads[0];
volatile u32 threads_locked;
u32 thread_limit = 1;

struct thread *thread_find(int handle)
{
    const u32 slot = handle_number(BITS, (u32)handle) - 1;

    if (slot >= THREAD_MAX || threads[slot].handle != (u32)handle)
        return NULL;
    return &threads[slot];
}

struct thread *thread_free_slot(void)
{
    for (u32 i = 0; i < THREAD_MAX; i++) {
        struct thread *t = &threads[i];
        if (t->state != THREAD_FREE)
            continue;
        t->handle = handle_make(BITS, i + 1, t->uses);
        if (i >= thread_limit)
            thread_limit = i + 1;
        return t;
    }
    return NULL;
}

u32 thread_count(void)
{
    u32 count = 0;

    for (u32 i = 0; i < thread_limit; i++)
        count += threads[i].state != THREAD_FREE &&
                 threads[i].state != THREAD_ENDED;
    return count;
}

u32 thread_bottom(u32 base, u32 size)
{
    return base + (size / 2 < ROOM ? size / 2 : ROOM);
}

u32 thread_first_bottom(void)
{
    struct region_info stack;

    if (nmm->query_region(NMM_UPS, context_top() - 1, &stack) <= 0)
        return 0;
    return thread_bottom(stack.base, stack.size);
}

/*
 * A page below the stack is a region that nothing backs: while paging is on,
 * a thread that outgrows its stack faults there. The place is found by
 * asking for both at once.
 */
int thread_stack_create(struct thread *t, u32 size)
{
    struct region_info at;

    if (!size)
        size = 1;
    if (size > 0u - 2 * PAGE_SIZE)
        return E_NOMEM;
    size = (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
    const int both = nmm->create_region(NMM_UPS, 0, size + PAGE_SIZE,
                                        REGION_ANYWHERE, &at);
    if (both < 0)
        return both;
    nmm->destroy_region((u32)both);
    const int guard = nmm->create_region(NMM_UPS, at.base, PAGE_SIZE,
                                         REGION_FIXED | REGION_SELF_BACKED,
                                         NULL);
    const int stack = nmm->create_region(NMM_UPS, at.base + PAGE_SIZE, size,
                                         REGION_FIXED, NULL);
    t->guard = guard < 0 ? 0 : (u32)guard;
    t->stack = stack < 0 ? 0 : (u32)stack;
    t->top = at.base + PAGE_SIZE + size;
    t->bottom = thread_bottom(at.base + PAGE_SIZE, size);
    const int error = stack < 0 ? stack : kind_create(t);
    if (error)
        thread_stack_destroy(t);
    else                                /* what others have left there */
        memset((void *)(t->top - size), 0, size);
    return error;
}

void thread_stack_destroy(struct thread *t)
{
    kind_destroy(t);
    if (t->stack)
        nmm->destroy_region(t->stack);
    if (t->guard)
        nmm->destroy_region(t->guard);
    t->stack = t->guard = t->esp = 0;
}

void thread_discard(struct thread *t)
{
    const u32 uses = handle_next(BITS, t->uses);

    thread_stack_destroy(t);
    *t = (struct thread){ .uses = uses, .state = THREAD_FREE };
    while (threads[thread_limit - 1].state == THREAD_FREE)
        thread_limit--;
}

/* Threads wait for it, and none is left to turn it on. */
void paging_needed(void)
{
    nmm->paging(1);
}

struct suspended *context_suspended(void);              /* context.S */
void context_set_suspended(struct suspended *head);

struct suspended threads_table = {
    .first = (saddr_t)&threads[0].esp, .stride = sizeof(struct thread),
    .count = THREAD_MAX, .offset = offsetof(struct switch_state, link),
    .registers = offsetof(struct thread, interrupted),
    .entered = offsetof(struct thread, stack1),
};

void threads_withdraw_table(struct suspended *table)
{
    struct suspended *at = context_suspended();

    if (at == table)
        context_set_suspended((struct suspended *)table->next);
    for (; at; at = (struct suspended *)at->next)
        if (at->next == (saddr_t)table)
            at->next = table->next;
    table->next = 0;
}

void threads_withdraw(void)
{
    threads_withdraw_table(&threads_table);
}

void threads_announce(void)
{
    threads_withdraw();
    threads_table.next = (saddr_t)context_suspended();
    context_set_suspended(&threads_table);
}
