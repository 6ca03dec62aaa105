/* SPDX-License-Identifier: MIT */
/*
 * Concurrency, preemptive: as `coop`, and the timer takes the processor away
 * when a quantum is over, from ring 1 and from ring 3. Not inside a critical
 * section of this module and not inside an upcall: the next tick asks again.
 */
#include "thread/beside.h"

#define TIMER 0                 /* interrupt request line */
#define PUSHA_SIZE 32

DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt", .from = "interrupt");

static volatile u32 busy;
static u32 left;                        /* ticks of the quantum */

int kind_start(void)
{
    busy = 0;
    return interrupt->attach(TIMER, timer_entry, &busy);
}

void kind_stop(void)
{
    interrupt->detach(TIMER);
}

void kind_run(const struct thread *thread)
{
    left = policy_quantum(thread);
}

/* This or another handler may have interrupted the short way. */
static int is_switchable(const struct thread *self, u32 ebp)
{
    const u32 end = self == FIRST ? context_top() : self->top;

    return !threads_locked && !timer_leaving && upcall_depth() == UPCALLS &&
           !thread_is_inside(ebp, end) &&
           !(beside_is_on && beside_is_busy(ebp, end));
}

/* Of ring 1, as PUSHA leaves them; 0: a client's. */
static u32 interrupted_registers(const struct thread *self, u32 core)
{
    return self->stack1 && core == self->stack1 + ENTERED_LINK
               ? 0 : core - PUSHA_SIZE;
}

/* With the lock set a further tick may come: it finds that and goes. ebp: of
 * the handler's stack frame; it leads to that of the core. */
void kind_tick(u32 ebp)
{
    struct thread *self = thread_current;

    if (left)
        left--;
    if (left || !is_switchable(self, ebp)) {
        busy = 0;
        return;
    }
    threads_enter();
    busy = 0;
    self->interrupted = interrupted_registers(self, *(const u32 *)ebp);
    thread_yield();
    threads_leave();
}


DEIMOS_MODULE("preempt", MODULE_SYSTEM,
              .export_state = threads_export,
              .import_state = threads_import);
