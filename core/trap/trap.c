/* SPDX-License-Identifier: MIT */
/* Where traps go: interrupts, deaths of modules, panics. */
#include "trap.h"

#include "../deliver/clients.h"
#include "../death/death.h"
#include "double_fault.h"
#include "../deliver/deliver.h"
#include "../deliver/demux.h"
#include "../x86/exit.h"
#include "../wrapper/interrupt.h"
#include "../gate/refusal.h"
#include "../death/panic.h"
#include "port_access.h"
#include "../x86/regs.h"
#include "../x86/segments.h"
#include "../deliver/sysenter.h"
#include "../device/clock.h"
#include "../device/pic.h"
#include "../wrapper/vector.h"
#include "way_back.h"
#include "../x86/x86.h"
#include "../../nmm/task/task.h"

extern const char demux_end[], demux_no_stack[];        /* demux.S */

static int is_interrupt(u32 vector)
{
    return vector >= VECTOR_IRQ && vector < VECTOR_IRQ + 16;
}

u32 trap_way_on(u32 eip)
{
    const u32 on = exit_find(eip);

    if (on)
        return on;
    if (eip == (u32)segments_try)
        return (u32)segments_failed;
    if (eip - (u32)demux_stubs < (u32)(demux_end - demux_stubs))
        return (u32)demux_no_stack;
    if (eip - (u32)sysenter_entry < (u32)(sysenter_end - sysenter_entry))
        return (u32)sysenter_no_stack;
    return 0;
}

/*
 * TF passes through a call gate and SYSENTER: single stepping into the core
 * is the caller's doing, and stops here. It comes as #GP where a module owns
 * vector 1: a gate to ring 1 does not serve ring 0.
 */
static int is_step(const struct trap_state *trap)
{
    return trap->vector == VECTOR_DB ||
           (trap->vector == VECTOR_GP && trap->eflags & EFLAGS_TF);
}

static void trap_in_core(struct trap_state *trap)
{
    const u32 way_on = trap_way_on(trap->eip);

    if (is_step(trap)) {
        trap->eflags &= ~(u32)EFLAGS_TF;
    } else if (way_on) {
        trap->eip = way_on;
        exit_vector = trap->vector;
        exit_error = trap->error;
    } else {
        panic_trap(trap);
    }
}

/* NMI and machine check tell of a machine at fault, whoever was running. */
static int is_of_machine(u32 vector)
{
    return vector == VECTOR_NMI || vector == VECTOR_MC;
}

/* An interrupt: 1 if it is the watchdog's bite, which ring 0 does not feel;
 * it is there again with each tick, until one hits ring 1 or 3. Not inlined:
 * trap_dispatch() is measured. */
static int __attribute__((noinline)) is_expired(struct trap_state *trap,
                                                int from_core)
{
    const u32 line = trap->vector - VECTOR_IRQ;
    const int called = pic_end(line);
    const int expired = called && line == PIC_TIMER && clock_tick();

    if (called)
        interrupt_raise(line);
    if (expired)
        clock_bite(!from_core);
    if (from_core)
        interrupt_in_core(trap);
    else if (expired)
        trap->vector = VECTOR_TIME_LIMIT;
    else
        interrupt_deliver(trap);
    return expired && !from_core;
}

/* A hardware task switch sets CR0.TS, and the next use of the FPU comes
 * here, if an owner of #NM declines it: at ring 1 none can clear TS. Whose
 * registers those are is for who switched to know. */
static int is_task_switch(const struct trap_state *trap)
{
    if (trap->vector != VECTOR_NM || !(x86_read_cr0() & CR0_TS))
        return 0;
    x86_clts();
    return 1;
}

/* TF passes through a client's call gate, too: the module behind it is not to
 * die of that. */
static int is_step_of_client(const struct trap_state *trap)
{
    return trap->vector == VECTOR_DB && trap->eflags & EFLAGS_TF &&
           !trap_from_client(trap) && task_running();
}

void __attribute__((regparm(1))) trap_undelivered(struct trap_state *trap)
{
    if (is_task_switch(trap))
        return;
    if (is_step_of_client(trap)) {
        trap->eflags &= ~(u32)EFLAGS_TF;
        return;
    }
    const int ring3 = trap_from_client(trap);
    if (!ring3 && port_access(trap))   /* first: no return is IN or OUT */
        return;
    if (ring3 || way_back_refused(trap)) {
        if ((trap->vector == VECTOR_GP && vector_deliver_call(trap)) ||
            clients_deliver(trap))
            return;
    }
    death_of_module(trap);
}

/*
 * Virtual-8086 mode is ring 3, whatever its CS looks like. No processor leads
 * there, but an emulator may, by an IRET of ring 3: #GP(0), wherever it was.
 */
static void end_virtual(struct trap_state *trap)
{
    if (is_interrupt(trap->vector))
        is_expired(trap, 1);            /* no call of the core ends there */
    if (!is_of_machine(trap->vector))
        trap->vector = VECTOR_GP;
    trap->error = 0;
    trap->eflags &= ~(u32)EFLAGS_VM;
    trap->cs = trap->ss = 3;
}

/* What the core adds to a vector goes. Its owners have no stack: not 0. */
static u32 take_flags(struct trap_state *trap)
{
    const u32 flags = trap->vector & TRAP_FLAGS;

    trap->vector -= flags;
    if (flags & TRAP_REFUSED)
        refusal_undo_call(trap);
    else
        double_fault_over();
    return flags & TRAP_UNDELIVERED;
}

void __attribute__((regparm(1))) trap_dispatch(struct trap_state *trap)
{
    if (trap->eflags & EFLAGS_VM)
        end_virtual(trap);
    const int from_core = trap_from_core(trap);
    const u32 undelivered =
        trap->vector & TRAP_FLAGS ? take_flags(trap) : 0;
    if (is_interrupt(trap->vector) && !is_expired(trap, from_core))
        return;
    if (is_task_switch(trap))          /* before owners: each switch pays */
        return;
    if (from_core)
        trap_in_core(trap);
    else if (is_of_machine(trap->vector))
        panic_trap(trap);
    else if (undelivered || !demux_deliver(trap))
        trap_undelivered(trap);
}
