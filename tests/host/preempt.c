/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c modules/lib/kind/software.c
 * modules/lib/thread/inside.c */
/* When the timer takes the processor away: after a whole quantum, and not
 * inside what must not be interrupted. */
#include "../../modules/threads/preempt/preempt.c"
#include "../../modules/lib/call/module_at.h"

#include "check.h"

struct thread threads[THREAD_MAX];
struct thread *thread_current = FIRST;
volatile u32 threads_locked;
volatile u32 timer_leaving;
#define IMAGE ((u32)context_returned - 16)
#define IMAGE_SIZE 32u

void context_returned(void) { }

struct module_image module_image_at(const void *address)
{
    CHECK(address != NULL);
    return (struct module_image){ IMAGE, IMAGE_SIZE };
}

static u32 quantum, yields, depth = UPCALLS;
static u32 told;                        /* whose registers, meanwhile */
static u32 stack[64];                   /* of the first thread */

u32 policy_quantum(const struct thread *t) { return t ? quantum : 0; }
u32 context_top(void) { return (u32)(stack + ARRAY_SIZE(stack)); }
u32 upcall_depth(void) { return depth; }

int beside_is_on;
static int are_busy;                    /* those beside it */

static u32 asked_ebp, asked_end;

int beside_is_busy(u32 ebp, u32 end)
{
    CHECK(beside_is_on);
    asked_ebp = ebp;
    asked_end = end;
    return are_busy;
}

void threads_leave(void) { threads_locked = 0; }
void context_switch(struct thread *a, struct thread *b) { CHECK(a != b); }
void timer_entry(void) { }
int threads_export(struct module_state *to) { return to ? 0 : 1; }
int threads_import(const struct module_state *from) { return from ? 0 : 1; }

void threads_enter(void)
{
    CHECK(!threads_locked);
    threads_locked = 1;
}

int thread_yield(void)
{
    yields++;
    told = thread_current->interrupted;
    kind_run(thread_current);
    return 0;
}

#define HANDLER ((u32)stack)            /* stack frames: of the handler, */
#define CORE ((u32)(stack + 16))        /* of the core, */
#define OTHER ((u32)(stack + 32))       /* of a handler that was interrupted, */
#define OTHERS_CORE ((u32)(stack + 48)) /* and of the core for it */

static void link_to(u32 from, u32 to, u32 eip)
{
    ((u32 *)from)[0] = to;
    ((u32 *)from)[1] = eip;
}

/* It has interrupted that; or a handler which has. */
static u32 tick(int nested, u32 eip)
{
    const u32 before = yields;

    link_to(HANDLER, CORE, 1);
    link_to(CORE, nested ? OTHER : 0, nested ? 2 : eip);
    link_to(OTHER, OTHERS_CORE, 1);
    link_to(OTHERS_CORE, 0, eip);
    busy = 1;
    kind_tick(HANDLER);
    CHECK_EQ(busy, 0);
    return yields - before;
}

static void test_quanta(void)
{
    for (quantum = 1; quantum < 6; quantum++) {
        kind_run(FIRST);
        for (u32 i = 1; i <= 3 * quantum; i++)
            CHECK_EQ(tick(0, 0), i % quantum == 0);
    }
}

/* Inside this module, but for where each thread begins. */
static void test_inside(int nested)
{
    CHECK_EQ(tick(nested, IMAGE), 0);
    CHECK_EQ(tick(nested, IMAGE + IMAGE_SIZE - 1), 0);
    CHECK_EQ(tick(nested, IMAGE + IMAGE_SIZE), 1);
    CHECK_EQ(tick(nested, IMAGE - 1), 1);
    CHECK_EQ(tick(nested, (u32)context_returned), 1);
    CHECK_EQ(tick(nested, (u32)context_returned + 1), 0);
}

/* In a switch that has said who runs, and is not on that stack: the other one
 * lies above, or below, where it leads into the switch. */
static void test_halfway(void)
{
    struct thread *const second = FIRST + 1;

    quantum = 1;
    thread_current = second;
    for (u32 top = HANDLER - 64; top != CORE; top += 4) {
        second->top = top;
        kind_run(second);
        CHECK_EQ(tick(0, 0), HANDLER <= top - 8);
    }
    thread_current = FIRST;
}

/* Not now; and at the next tick that may. */
static void test_refusals(void)
{
    quantum = 1;
    kind_run(FIRST);
    threads_locked = 1;
    CHECK_EQ(tick(0, 0), 0);
    threads_locked = 0;
    timer_leaving = 1;
    CHECK_EQ(tick(0, 0), 0);
    timer_leaving = 0;
    depth = UPCALLS + 1;
    CHECK_EQ(tick(0, 0), 0);
    depth = UPCALLS;
    test_inside(0);
    test_inside(1);
    beside_is_on = are_busy = 1;
    CHECK_EQ(tick(0, 0), 0);
    CHECK(asked_ebp == HANDLER && asked_end == context_top());
    are_busy = 0;
    CHECK_EQ(tick(0, 0), 1);
    beside_is_on = 0;
    are_busy = 1;
    CHECK_EQ(tick(0, 0), 1);            /* nobody is beside it */
    CHECK_EQ(threads_locked, 0);
}

/* A link that leads off the stack, nowhere, to itself or back is the last one. */
static void test_odd_links(void)
{
    const u32 odd[] = { 1, 2, 3, 0xfffffff8, 0xffffffff, 0x80000000,
                        CORE, HANDLER };

    quantum = 1;
    kind_run(FIRST);
    for (u32 i = 0; i < ARRAY_SIZE(odd); i++) {
        const u32 before = yields;
        link_to(HANDLER, CORE, 1);
        link_to(CORE, odd[i], 0);
        kind_tick(HANDLER);
        CHECK_EQ(yields - before, 1);
    }
}

/* The CM reads an interrupted thread's registers while it does not run, and
 * never those of an interruption that is over; a client's tell nothing. */
static void test_registers(void)
{
    quantum = 1;
    for (u32 client = 0; client < 3; client++) {
        FIRST->stack1 = client ? CORE - (client == 1 ? ENTERED_LINK : 0) : 0;
        kind_run(FIRST);
        CHECK_EQ(tick(0, 0), 1);
        CHECK_EQ(told, client == 1 ? 0 : CORE - 32);
            CHECK_EQ(FIRST->interrupted, told);   /* until it goes on (timer.S) */
        FIRST->interrupted = 0;
    }
    FIRST->stack1 = 0;
    threads_locked = 1;                 /* it does not switch */
    CHECK_EQ(tick(0, 0), 0);
    CHECK_EQ(FIRST->interrupted, 0);
    threads_locked = 0;
}

/* Links are followed on the stack of the thread that runs, and there only. */
static void test_stacks(void)
{
    static u32 other[64];
    struct thread *const second = FIRST + 1;

    quantum = 1;
    second->top = (u32)(other + ARRAY_SIZE(other));
    for (u32 is_second = 0; is_second < 2; is_second++) {
        u32 *const at = is_second ? other : stack;
        const u32 before = yields;
        thread_current = is_second ? second : FIRST;
        kind_run(thread_current);
        link_to((u32)at, (u32)(at + 62), 1);
        link_to((u32)(at + 62), 0, IMAGE);
        kind_tick((u32)at);
        CHECK_EQ(yields - before, 0);
        link_to((u32)at, (u32)(at + 63), 1);
        at[63] = 0;
        kind_tick((u32)at);
        CHECK_EQ(yields - before, 1);
    }
    thread_current = FIRST;
}

int main(void)
{
    test_quanta();
    test_refusals();
    test_odd_links();
    test_stacks();
    test_halfway();
    test_registers();
    return check_done();
}
