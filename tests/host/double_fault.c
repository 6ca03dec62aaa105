/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* The double-fault task: what it interrupted outside becomes a trap of its
 * own, in the core it goes on where it may, or it is a panic. */
#include "../../core/x86/x86.h"

static unsigned ldtr, stale[4];

static int can_read(unsigned selector)
{
    for (int i = 0; i < 4; i++)
        if (stale[i] && selector == stale[i])
            return 0;
    return 1;
}

#define x86_verr(selector) (can_read(selector))
#define x86_lldt(selector) (ldtr = (selector))
#include "../../core/trap/double_fault.c"

#include <setjmp.h>

#include "check.h"

u32 exit_vector, exit_error;
static u32 panics;
static jmp_buf panicked;

void trap_resume(void) { }
void trap_step_on(void) { }

/* One instruction in four is such a one. */
static u32 way_on(u32 at) { return at % 4 ? 0 : 0x9000 + at; }

u32 trap_way_on(u32 eip)
{
    return way_on(eip - 0x5000);
}

void panic_trap(const struct trap_state *f)
{
    CHECK_EQ(f->vector, VECTOR_DF);
    panics++;
    longjmp(panicked, 1);
}

struct core_tss core_tss;
struct tss fault_tss;
struct identity identity;
struct task_entry *task_current;
static struct tss other;
static u32 stack[64];

struct tss *tss_at(u16 selector)
{
    return selector == CORE_TSS ? &core_tss.tss : &other;
}

static struct tss *interrupt_of(u32 is_core, u32 cs, u32 flags, u32 eip)
{
    struct tss *t = is_core ? &core_tss.tss : &other;

    *t = (struct tss){ .esp0 = (u32)&stack[60], .esp = (u32)&stack[30],
        .eip = eip, .cs = cs, .ss = 0x17, .ds = 0x21, .es = 0x29, .fs = 0x31,
        .gs = 0x39, .eflags = flags, .eax = 7, .ldt = 0x70, .cr3 = 0x7000 };
    fault_tss.link = is_core ? CORE_TSS : 0x123;
    panics = exit_vector = 0;
    if (!setjmp(panicked))
        double_fault();
    return t;
}

static void check_context(const struct tss *t, u32 is_core)
{
    const u32 cr3 = task_current ? task_current->cr3 : 0;

    CHECK_EQ(t->ldt, !is_core ? 0x70 : task_current ? task_current->ldt : 0);
    CHECK_EQ(t->cr3, !is_core ? 0x7000 : cr3 ? cr3
                              : (u32)identity.directory);
    double_fault_over();
    if (is_core)
        CHECK(t->ldt == 0 && t->cr3 == (u32)identity.directory);
}

static void check_outside_fault(u32 is_core, u32 cs, u32 flags)
{
    struct tss *t = interrupt_of(is_core, cs, flags, 0x1234);
    const struct trap_state *frame = (const void *)(t->esp0 - sizeof(*frame));

    CHECK(t->cs == CORE_CS && t->ss == CORE_DS && t->ds == CORE_DS &&
          t->es == CORE_DS && !t->fs && !t->gs &&
          t->eip == (u32)trap_resume && t->eflags == EFLAGS_FIXED);
    CHECK(t->esp == (u32)frame && frame->eip == 0x1234 && frame->cs == cs &&
          frame->eflags == flags && frame->esp == (u32)&stack[30] &&
          frame->ss == 0x17 && frame->eax == 7 && frame->ds == CORE_DS &&
          frame->vector == (VECTOR_DF | TRAP_EXIT));
    check_context(t, is_core);
}

static void check_inside_fault(u32 is_core, u32 at, u32 flags, u32 which)
{
    static const u32 held[] = { 0x21, 0x29, 0x31, 0x39 };

    for (u32 i = 0; i < 4; i++)
        stale[i] = which >> i & 1 ? held[i] : 0;
    const struct tss *t = interrupt_of(is_core, CORE_CS, flags, (0x5000 + at));
    const u32 *now[] = { &t->ds, &t->es, &t->fs, &t->gs };
    const int step = (flags & EFLAGS_TF) != 0;
    const u32 on = way_on(at);

    for (u32 i = 0; i < 4; i++)
        CHECK_EQ(*now[i], which >> i & 1 ? 0 : held[i]);
    CHECK_EQ(panics, !step && !on);
    if (step)
        CHECK(t->eip == (u32)trap_step_on && t->esp == (u32)&stack[29] &&
              stack[29] == (0x5000 + at) && t->eflags == (flags & ~0x100u));
    else if (on)
        CHECK(t->eip == on && exit_vector == VECTOR_GP && !exit_error);
    CHECK_EQ(ldtr, t->ldt);
    check_context(t, is_core);
}

static void test_double_fault(void)
{
    static struct task_entry task = { .ldt = 0x88, .cr3 = 0x9000 };

    identity.directory = stack;
    for (u32 i = 0; i < 6; i++) {
        task_current = i % 3 ? &task : NULL;
        task.cr3 = i % 3 == 2 ? 0x9000 : 0;
        for (u32 bit = 0; bit < 17; bit++) {
            check_outside_fault(i / 3, UPS_CS, 1u << bit | 2);
            check_outside_fault(i / 3, 0x0f, 1u << bit | 2);
        }
        check_outside_fault(i / 3, 0x1000, EFLAGS_VM | 2);
        for (u32 at = 0; at < 0x10; at++)
            for (u32 which = 0; which < 16; which++)
                for (u32 tf = 0; tf < 2; tf++)
                    check_inside_fault(i / 3, at, 2 | tf * EFLAGS_TF, which);
    }
}

int main(void)
{
    test_double_fault();
    return check_done();
}
