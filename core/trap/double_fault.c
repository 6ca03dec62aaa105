/* SPDX-License-Identifier: MIT */
/*
 * The double-fault task. A fault at ring 1 or 3 whose handler could not be
 * entered (its stack is not there) is the module's doing, or that of the
 * module whose task it was: the task's saved state becomes a trap state, and
 * the module dies of it. A fault in the core arrives here too when a ring-1
 * module owns its vector: that is a panic, unless the core expects it.
 */
#include "double_fault.h"

#include "../x86/exit.h"
#include "../base/layout.h"
#include "../death/panic.h"
#include "../x86/regs.h"
#include "trap.h"
#include "../descriptor/tss.h"
#include "../x86/x86.h"
#include "../../nmm/page/identity.h"
#include "../../nmm/task/task.h"

void trap_resume(void), trap_step_on(void);     /* trap.S */

static void copy_state(struct trap_state *f, const struct tss *t)
{
    *f = (struct trap_state){
        .es = CORE_DS, .ds = CORE_DS,
        .edi = t->edi, .esi = t->esi, .ebp = t->ebp, .ebx = t->ebx,
        .edx = t->edx, .ecx = t->ecx, .eax = t->eax,
        .vector = VECTOR_DF | TRAP_EXIT, .eip = t->eip, .cs = t->cs,
        .eflags = t->eflags, .esp = t->esp, .ss = t->ss,
    };
}

/* The switch back loads LDTR and CR3 from the TSS. CONTEXT_GATE has not
 * written them there, and a later switch to it must not find them. */
static void set_context(struct tss *t, const struct task_entry *task)
{
    if (t != &core_tss.tss)
        return;
    t->ldt = task ? task->ldt : 0;
    t->cr3 = task && task->cr3 ? task->cr3 : (u32)identity.directory;
}

void double_fault_over(void)
{
    set_context(&core_tss.tss, NULL);
}

/* A step into the core (trap.c) arrives here where modules own both #DB and
 * #GP. Nothing has happened yet: it goes on without TF. */
static int drop_step(struct tss *t)
{
    u32 *stack = (u32 *)t->esp;

    if (!(t->eflags & EFLAGS_TF))
        return 0;
    t->eflags &= ~(u32)EFLAGS_TF;
    *--stack = t->eip;
    t->esp = (u32)stack;
    t->eip = (u32)trap_step_on;
    return 1;
}

/* The switch back loads the segment registers anew. One that names nothing
 * any more becomes null: the core goes on, and its next user faults. */
static void drop_stale(u32 *selector)
{
    if (!x86_verr((u16)*selector))
        *selector = 0;
}

static void drop_all_stale(struct tss *t)
{
    x86_lldt((u16)t->ldt);
    drop_stale(&t->ds);
    drop_stale(&t->es);
    drop_stale(&t->fs);
    drop_stale(&t->gs);
}

/* In the core: it goes on somewhere, or has panicked. */
static void go_on_in_core(struct tss *t)
{
    struct trap_state core;
    const u32 way_on = trap_way_on(t->eip);

    drop_all_stale(t);
    if (drop_step(t))
        return;
    copy_state(&core, t);
    core.vector = VECTOR_DF;
    if (!way_on)
        panic_trap(&core);
    t->eip = way_on;
    exit_vector = VECTOR_GP;
    exit_error = 0;
}

void double_fault(void)
{
    struct tss *t = tss_at((u16)fault_tss.link);    /* what it interrupted */
    struct trap_state *f = (struct trap_state *)t->esp0 - 1;

    set_context(t, task_current);
    if ((t->cs & 3) == 0 && !(t->eflags & EFLAGS_VM)) {
        go_on_in_core(t);
        return;
    }
    copy_state(f, t);
    t->cs = CORE_CS;
    t->ss = t->ds = t->es = CORE_DS;
    t->fs = t->gs = 0;
    t->eip = (u32)trap_resume;
    t->esp = (u32)f;
    t->eflags = EFLAGS_FIXED;
}
