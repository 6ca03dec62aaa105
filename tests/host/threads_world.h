/* SPDX-License-Identifier: MIT */
/*
 * Around the threads library, without a machine: a first-in-first-out policy,
 * one processor whose task is a number, and stacks that nobody runs on. A
 * switch changes who is current, and comes back at once, or after what is done
 * meanwhile. Included once.
 */
#pragma once

#include "../../modules/lib/thread/beside.c"
#include "../../modules/lib/thread/methods.c"
#include "../../modules/lib/thread/policy.c"

#include "check.h"
#include "threads_alone.h"
#include "threads_entry.h"
#include "there_world.h"

#include <string.h>

#define PAGED_TASK 0x1000               /* contexts that need paging */
#define GONE_TASK 0x2000                /* whose module has gone */

const int kind_is_short = 1;

const struct nmm *volatile nmm;
static u32 depth = UPCALLS, paging, switches, started, stopped, announced;
static u32 task_now, stack_now;         /* the processor's */
static int start_error, policy_answer, stacks_left = 1000;
static u32 dead_owner;                  /* whose module is no more */
/* What others do after a switch, once; it ends as the first one runs again. */
static void (*meanwhile)(void);

/* By kind_run(): a time of its own. Who is handed the processor, and is seen to
 * run later, has what is left of the other's. */
static const struct thread *granted;

/* --- The machine --------------------------------------------------------- */

int context_gate(u32 context, u32 stack)
{
    if (context & GONE_TASK)
        return E_HANDLE;
    if (context & PAGED_TASK && !paging)
        return E_PAGING;
    task_now = context;
    stack_now = stack;
    return E_OK;
}

void kind_switch(struct thread *from, struct thread *to)
{
    CHECK(from == thread_current && to != from && threads_locked == 1);
    CHECK(granted == to || to->state == THREAD_READY);
    granted = NULL;
    switches++;
    thread_current = to;
    threads_locked = 0;
    if (!meanwhile)
        return;
    void (*const others)(void) = meanwhile;
    meanwhile = NULL;
    others();
    CHECK(thread_current == from);
    threads_locked = 0;
}

/* As in context.S, where that has no other way. */
u64 context_exchange(u32 context, saddr_t stack)
{
    struct thread *t = thread_current;
    const u64 before = (u64)t->stack1 << 32 | t->context;

    if (threads_locked || entered_esp < t->room || context_gate(context, stack))
        return entry_exchange(context, stack);
    t->context = context;
    t->stack1 = stack;
    return before;
}

int context_hand_off(int thread)
{
    struct thread *to = &threads[((u32)thread & 255) - 1 < THREAD_MAX
                                 ? ((u32)thread & 255) - 1 : 0];

    if (thread <= 0 || to->key != (u32)thread + depth ||
        (to->context | thread_current->context &&
         context_gate(to->context, to->stack1)))
        return entry_hand_off(thread);
    thread_current = to;
    return E_OK;
}

static const struct recovery *innermost;

const struct recovery *context_recovery(void) { return innermost; }

u64 recover_call(void *method, const u32 *args, u32 n)
{
    const struct recovery record = {
        .previous = (saddr_t)innermost, .callee = (saddr_t)method };

    CHECK_EQ(n, 1);
    innermost = &record;
    const u32 result = (u32)((int (*)(u32))method)(args[0]);
    innermost = (const struct recovery *)record.previous;
    return result;
}

u32 upcall_depth(void) { return depth; }
u32 context_depth(void) { return depth + threads_locked; }
u32 context_top(void) { return 0; }
u32 module_at(const void *address) { return (u32)address >> 12; }
int module_lives(u32 handle) { return handle != dead_owner; }
void threads_rescue(void) { }
void context_start(void) { }
void context_lost(void) { }
void context_bridge(void) { }
void context_switch(struct thread *a, struct thread *b) { CHECK(a != b); }
void kind_stop(void) { stopped++; }

void kind_run(const struct thread *t)
{
    CHECK(t->state == THREAD_RUNNING);
    granted = t;
}

void kind_context(struct thread *t) { CHECK(t == thread_current); }
int kind_start(void) { return start_error ? start_error : (started++, 0); }

/* --- The table of threads (table.c has regions, and its own test) --------- */

struct thread threads[THREAD_MAX] = {
    [0] = { .handle = 1, .state = THREAD_RUNNING } };
struct thread *thread_current = FIRST;
volatile u32 threads_locked;
u32 thread_limit = THREAD_MAX;
static u32 stacks[THREAD_MAX][32];

struct thread *thread_find(int handle)
{
    const u32 slot = ((u32)handle & 255) - 1;

    return slot < THREAD_MAX && threads[slot].handle == (u32)handle
        ? &threads[slot] : NULL;
}

struct thread *thread_free_slot(void)
{
    for (u32 i = 1; i < THREAD_MAX; i++)
        if (threads[i].state == THREAD_FREE) {
            threads[i].handle = threads[i].uses << 8 | (i + 1);
            return &threads[i];
        }
    return NULL;
}

u32 thread_count(void)
{
    u32 count = 0;

    for (u32 i = 0; i < THREAD_MAX; i++)
        count += threads[i].state != THREAD_FREE &&
                 threads[i].state != THREAD_ENDED;
    return count;
}

int thread_stack_create(struct thread *t, u32 size)
{
    if (!stacks_left || !size)
        return E_NOMEM;
    stacks_left--;
    t->stack = 1;
    t->top = (u32)(stacks[t - threads] + 32);
    t->bottom = 16;
    return E_OK;
}

void thread_stack_destroy(struct thread *t)
{
    stacks_left += (int)t->stack;
    t->stack = 0;
}

void thread_discard(struct thread *t)
{
    const u32 uses = t->uses + 1;

    thread_stack_destroy(t);
    *t = (struct thread){ .uses = uses, .state = THREAD_FREE };
}

void threads_announce(void) { announced = 1; }
void threads_withdraw(void) { announced = 0; }
void paging_needed(void) { paging = 1; }

static u32 first_bottom;

u32 thread_first_bottom(void) { return first_bottom; }

/* --- The policy ----------------------------------------------------------- */

static int queue[THREAD_MAX + 1];
static u32 queued;

static void drop_of(int thread)
{
    u32 kept = 0;

    for (u32 i = 0; i < queued; i++)
        if (queue[i] != thread)
            queue[kept++] = queue[i];
    queued = kept;
}

/* One that is there already keeps its place. */
static void is_ready(int thread)
{
    for (u32 i = 0; i < queued; i++)
        if (queue[i] == thread)
            return;
    queue[queued++] = thread;
}

static int take_next(void)
{
    const int thread = queued ? queue[0] : 0;

    drop_of(thread);
    return thread;
}

static u32 quantum_of(int thread)
{
    return policy_answer ? (u32)policy_answer : (u32)thread;
}

static const struct scheduler first_in_first_out = {
    is_ready, take_next, quantum_of, drop_of };

/* Thread 1 runs, and there is no other. */
static inline void world_empty(void)
{
    thread_current = FIRST;
    threads_enter();
    threads_leave();
    for (u32 i = 0; i < THREAD_MAX; i++)
        threads[i] = (struct thread){ .uses = threads[i].uses };
    threads[0].handle = 1;
    threads[0].bottom = 16;
    thread_set_room(FIRST);
    thread_set_state(FIRST, THREAD_RUNNING);
}
