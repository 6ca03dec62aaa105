/* SPDX-License-Identifier: MIT */
/*
 * Concurrency, preemptive: as `coop`, and the timer takes the processor away
 * when a quantum is over, from ring 1 and from ring 3. Not inside a critical
 * section of this module, not inside an upcall, and not while GS is
 * somebody's own: the next tick asks again.
 */
#include "thread/threads.h"

#define TIMER 0                 /* interrupt request line */

DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt", .from = "interrupt");

void timer_entry(void);                 /* timer.S */
void timer_tick(u32 gs, u32 registers, u32 eip);
u32 timer_gs(void);

static volatile u32 busy;
static u32 left;                        /* ticks of the quantum */
static u32 home;                        /* GS of the control block */
volatile u32 timer_leaving;             /* handlers about to load selectors */

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

static int is_switchable(u32 gs, u32 eip)
{
    return !threads_locked && !timer_leaving && gs == home &&
           upcall_depth() == UPCALLS &&
           eip - (u32)context_begin >= (u32)(context_end - context_begin);
}

/*
 * With the lock set a further tick may come: it finds that and goes.
 * registers: of ring 1, or 0; eip: likewise. The stack pointer of a thread
 * that is inside the short way is not where its table has it.
 */
void timer_tick(u32 gs, u32 registers, u32 eip)
{
    struct thread *self = thread_current;

    if (left)
        left--;
    if (left || !is_switchable(gs, eip)) {
        busy = 0;
        return;
    }
    threads_enter();
    busy = 0;
    self->interrupted = registers;
    thread_yield();
    self->interrupted = 0;
    threads_leave();
}


static int init(int self)
{
    (void)self;
    home = timer_gs();
    return E_OK;
}

DEIMOS_MODULE("preempt", MODULE_SYSTEM, .init = init,
              .export_state = threads_export,
              .import_state = threads_import);
