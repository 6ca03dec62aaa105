/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c modules/lib/kind/software.c */
/* When the timer takes the processor away: after a whole quantum, and not
 * inside what must not be interrupted. */
#include "../../modules/threads/preempt/preempt.c"

#include "check.h"

struct thread threads[THREAD_MAX];
struct thread *thread_current = FIRST;
volatile u32 threads_locked;
__asm__(".data\n"
        ".globl context_begin, context_end\n"
        "context_begin: .skip 16\n"
        "context_end: .skip 1\n"
        ".text");

static u32 quantum, yields, depth = UPCALLS;
static u32 told;                        /* whose registers, meanwhile */

u32 policy_quantum(const struct thread *t) { return t ? quantum : 0; }
u32 timer_gs(void) { return 0x10; }
u32 upcall_depth(void) { return depth; }
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

void thread_yield(void)
{
    yields++;
    told = thread_current->interrupted;
    kind_run(thread_current);
}

static u32 tick(u32 gs, u32 eip)
{
    const u32 before = yields;

    busy = 1;
    timer_tick(gs, 0, eip);
    CHECK_EQ(busy, 0);
    return yields - before;
}

static void test_quanta(void)
{
    for (quantum = 1; quantum < 6; quantum++) {
        kind_run(FIRST);
        for (u32 i = 1; i <= 3 * quantum; i++)
            CHECK_EQ(tick(home, 0), i % quantum == 0);
    }
}

/* Not now; and at the next tick that may. */
static void test_refusals(void)
{
    quantum = 1;
    kind_run(FIRST);
    threads_locked = 1;
    CHECK_EQ(tick(home, 0), 0);
    threads_locked = 0;
    timer_leaving = 1;
    CHECK_EQ(tick(home, 0), 0);
    timer_leaving = 0;
    depth = UPCALLS + 1;
    CHECK_EQ(tick(home, 0), 0);
    depth = UPCALLS;
    CHECK_EQ(tick(home + 8, 0), 0);
    CHECK_EQ(tick(home, (u32)context_begin), 0);
    CHECK_EQ(tick(home, (u32)context_end - 1), 0);
    CHECK_EQ(tick(home, (u32)context_end), 1);
    CHECK_EQ(threads_locked, 0);
}

/* The CM reads an interrupted thread's registers while it does not run, and
 * never those of an interruption that is over. */
static void test_registers(void)
{
    quantum = 1;
    for (u32 registers = 0; registers < 3; registers++) {
        kind_run(FIRST);
        busy = 1;
        timer_tick(home, registers << 12, 0);
        CHECK_EQ(told, registers << 12);
        CHECK_EQ(FIRST->interrupted, 0);
    }
    threads_locked = 1;                 /* it does not switch */
    timer_tick(home, 1 << 12, 0);
    CHECK_EQ(FIRST->interrupted, 0);
    threads_locked = 0;
}

int main(void)
{
    CHECK_EQ(init(1), 0);
    test_quanta();
    test_refusals();
    test_registers();
    return check_done();
}
