/* SPDX-License-Identifier: MIT */
/* Where traps go: interrupts, deaths of modules, panics. */
#include "trap.h"

#include "death.h"
#include "interrupt.h"
#include "panic.h"
#include "regs.h"
#include "report.h"
#include "segments.h"
#include "timer.h"
#include "x86.h"

static const char *const names[] = {
    "#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "CSO",
    "#TS", "#NP", "#SS", "#GP", "#PF", "15", "#MF", "#AC", "#MC", "#XM",
};

const char *trap_name(u32 vector)
{
    if (vector < ARRAY_SIZE(names))
        return names[vector];
    return vector == VECTOR_TIME_LIMIT ? "time limit" : "interrupt";
}

static int is_interrupt(u32 vector)
{
    return vector >= VECTOR_IRQ && vector < VECTOR_IRQ + 16;
}

static void trap_in_core(struct trap_frame *frame)
{
    /* TF passes through a call gate: single stepping into the core is the
     * caller's doing, and stops here. */
    if (frame->vector == VECTOR_DB) {
        frame->eflags &= ~(u32)EFLAGS_TF;
        return;
    }
    if (frame->eip == (u32)segments_try) {
        frame->eip = (u32)segments_failed;
        return;
    }
    panic_trap(frame);
}

/* NMI and machine check tell of a machine at fault, whoever was running. */
static int is_of_machine(u32 vector)
{
    return vector == VECTOR_NMI || vector == VECTOR_MC;
}

/* An interrupt: 1 if it is the watchdog's bite, which ring 1 alone feels. */
static int is_expired(struct trap_frame *frame, int from_core)
{
    const u32 line = frame->vector - VECTOR_IRQ;
    const int expired = timer_interrupt(line);

    if (expired >= 0)
        interrupt_raise(line);
    if (from_core)
        return 0;
    if (expired > 0)
        frame->vector = VECTOR_TIME_LIMIT;
    else
        interrupt_deliver(frame);
    return expired > 0;
}

/* A hardware task switch sets CR0.TS, and the next use of the FPU comes
 * here. Whose registers those are is for who switched to know. */
static int is_task_switch(const struct trap_frame *frame)
{
    if (frame->vector != VECTOR_NM || !(x86_read_cr0() & CR0_TS))
        return 0;
    x86_clts();
    return 1;
}

void __attribute__((regparm(1))) trap_dispatch(struct trap_frame *frame)
{
    const int from_core = frame_from_core(frame);

    if (is_interrupt(frame->vector) && !is_expired(frame, from_core))
        return;
    if (is_task_switch(frame))
        return;
    if (from_core)
        trap_in_core(frame);
    else if (is_of_machine(frame->vector))
        panic_trap(frame);
    else
        death_of_module(frame);
}
