/* SPDX-License-Identifier: MIT */
/*
 * The double-fault task. A fault at ring 1 whose handler could not be
 * entered (its stack is not there) is the module's doing: the task's saved
 * state becomes a trap frame, and the module dies of it. A fault in the core
 * arrives here too when a ring-1 module owns its vector: that is a panic.
 */
#include "death.h"
#include "layout.h"
#include "panic.h"
#include "regs.h"
#include "report.h"
#include "tss.h"

void trap_resume(void);                 /* trap.S */

static void copy_state(struct trap_frame *f, const struct tss *t)
{
    *f = (struct trap_frame){
        .es = CORE_DS, .ds = CORE_DS,
        .edi = t->edi, .esi = t->esi, .ebp = t->ebp, .ebx = t->ebx,
        .edx = t->edx, .ecx = t->ecx, .eax = t->eax,
        .vector = VECTOR_DF, .eip = t->eip, .cs = t->cs,
        .eflags = t->eflags, .esp = t->esp, .ss = t->ss,
    };
}

void death_double_fault(void)
{
    struct tss *t = tss_at((u16)fault_tss.link);    /* what it interrupted */
    struct trap_frame *f = (struct trap_frame *)t->esp0 - 1;

    if ((t->cs & 3) == 0) {
        struct trap_frame core;
        copy_state(&core, t);
        panic_trap(&core);
    }
    copy_state(f, t);
    t->cs = CORE_CS;
    t->ss = t->ds = t->es = CORE_DS;
    t->fs = t->gs = 0;
    t->eip = (u32)trap_resume;
    t->esp = (u32)f;
    t->eflags = EFLAGS_FIXED;
}
