/* SPDX-License-Identifier: MIT */
/*
 * Concurrency modules at once (concurrency.h): whose thread runs, and whose turn
 * it is. The first thread is the same in all of them, and the only way from the
 * threads of one to those of another: a module switches its own threads and the
 * first one, nothing else.
 *
 *     coop                    first thread                    preempt
 *     a, b  <--- turn() ----  in yield, wait,  ---- turn() -->  c, d
 *           ---- switch --->  join             <--- switch ---
 *
 * Invariant: thread_current is another than FIRST in one module at most.
 */
#include "beside.h"

#define OTHERS 2                /* there are three kinds */

DEIMOS_RECEPTACLES(beside, OTHERS, beside, "beside");

int beside_is_on;
static u32 were_bound;          /* slots, when threads began */

/* Nothing is bound there, or it is dead. */
static int is_nobody(const struct beside *b)
{
    const u32 answer = b->number();

    return answer == (u32)E_UNBOUND || answer == (u32)E_DEAD;
}

/* The short ways tell nobody who runs. */
static void set_on(int on)
{
    beside_is_on = on;
    were_bound = 0;
    for (u32 i = 0; i < OTHERS; i++)
        were_bound |= (u32)!is_nobody(beside[i]) << i;
    for (u32 i = 0; i < thread_limit; i++) {
        thread_set_state(&threads[i], threads[i].state);
        thread_set_room(&threads[i]);
    }
}

static u32 number(void)
{
    return (u32)threads;
}

static const struct beside *find(u32 other)
{
    for (u32 i = 0; i < OTHERS; i++)
        if (beside[i]->number() == other)
            return beside[i];
    return NULL;
}

static int context(u32 task, saddr_t stack)
{
    FIRST->context = task;
    FIRST->stack1 = stack;
    return E_OK;
}

void beside_set_context(void)
{
    for (u32 i = 0; i < OTHERS; i++)
        beside[i]->context(FIRST->context, FIRST->stack1);
}

static int began(u32 other, u32 task, saddr_t stack)
{
    const struct beside *b = find(other);

    if (!b)
        return E_UNBOUND;
    set_on(1);
    if (task)
        context(task, stack);
    else if (FIRST->context)
        b->context(FIRST->context, FIRST->stack1);
    return E_OK;
}

int beside_begin(void)
{
    int error = E_OK, on = 0;

    for (u32 i = 0; i < OTHERS && !error; i++) {
        if (is_nobody(beside[i]))
            continue;
        on = 1;
        error = beside[i]->began(number(), FIRST->context, FIRST->stack1);
    }
    set_on(on);
    return error;
}

static int running(const struct concurrency **methods)
{
    *methods = &threads_methods;
    return thread_current != FIRST;
}

/* --- One that was unbound while there were threads ------------------------- */

static int unbound(void) { return E_UNBOUND; }
static void no_exit(int result) { (void)result; }

static int no_wait(const volatile u32 *word, u32 expected)
{
    (void)word, (void)expected;
    return E_UNBOUND;
}

static int no_set_context(u32 context, saddr_t stack)
{
    (void)context, (void)stack;
    return E_UNBOUND;
}

static int no_hand_off(int thread)
{
    (void)thread;
    return E_UNBOUND;
}

static u64 no_exchange(u32 context, saddr_t stack)
{
    (void)context, (void)stack;
    return (u32)E_UNBOUND;
}

static const struct concurrency nobodys = {
    .yield = unbound, .exit = no_exit, .wait = no_wait,
    .set_context = no_set_context, .hand_off = no_hand_off,
    .exchange = no_exchange,
};

static int is_first(u32 frame)
{
    struct region_info stack;

    return nmm->query_region(NMM_UPS, frame, &stack) <= 0 ||
           context_top() - 1 - stack.base < stack.size;
}

/* Nobody can be asked whose the thread is that runs there; it is not the first. */
static int is_strange(u32 frame)
{
    for (u32 i = 0; i < OTHERS; i++)
        if (were_bound >> i & 1 && beside[i]->number() == (u32)E_UNBOUND)
            return !is_first(frame);
    return 0;
}

const struct concurrency *beside_running(void)
{
    const struct concurrency *methods = NULL;

    for (u32 i = 0; i < OTHERS; i++)
        if (beside[i]->running(&methods) > 0)
            return methods;
    return is_strange((u32)__builtin_frame_address(0)) ? &nobodys : NULL;
}

const struct concurrency *beside_elsewhere(void)
{
    return thread_elsewhere();
}

static int are_ready(void)
{
    for (u32 i = 1; i < thread_limit; i++)
        if (threads[i].state == THREAD_READY)
            return 1;
    return 0;
}

/* In the middle of something, or not the first thread's to switch. */
static int is_closed(void)
{
    return threads_locked || thread_current != FIRST;
}

static int ready(void)
{
    if (is_closed())
        return 0;
    threads_enter();
    threads_rescue();
    threads_leave();
    return are_ready();
}

int beside_are_ready(void)
{
    for (u32 i = 0; i < OTHERS; i++)
        if (beside[i]->ready() > 0)
            return 1;
    return 0;
}

int beside_turn(u32 unused)
{
    (void)unused;
    if (is_closed() || !thread_may_switch() || policy_error() || !ready())
        return 0;
    threads_enter();
    const int ran = thread_yield();
    threads_leave();
    return ran;
}

/* One that dies of it takes no more along. */
int beside_turns(void)
{
    const u32 none = 0;
    int ran = 0;

    for (u32 i = 0; i < OTHERS; i++)
        ran |= (int)recover_call((void *)beside[i]->turn, &none, 1) > 0;
    return ran;
}

static int wake_own(const volatile u32 *word)
{
    if (threads_locked)                 /* a policy calls that is asked */
        return E_ACTIVE;
    threads_enter();
    const int count = (int)thread_wake(word);
    threads_leave();
    return count;
}

u32 beside_wake(const volatile u32 *word)
{
    u32 count = 0;

    for (u32 i = 0; i < OTHERS; i++) {
        const int woken = beside[i]->wake(word);
        count += woken > 0 ? (u32)woken : 0;
    }
    return count;
}

static int busy(u32 ebp, u32 end)
{
    return is_closed() || thread_is_inside(ebp, end);
}

int beside_is_busy(u32 ebp, u32 end)
{
    for (u32 i = 0; i < OTHERS; i++)
        if (beside[i]->busy(ebp, end) > 0)
            return 1;
    return thread_current == FIRST && is_strange(ebp);
}

static const struct beside table = {
    number, began, running, context, ready, entry_turn, wake_own, busy,
};

DEIMOS_INTERFACE("beside", "beside", table, BESIDE_METHODS);
