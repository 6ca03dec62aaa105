/* SPDX-License-Identifier: MIT */
/*
 * Concurrency, preemptive: as `coop`, and the timer takes the processor away
 * when a quantum is over. Not inside a critical section of this module, not
 * inside an upcall, and not while GS is somebody's own: the next tick asks
 * again.
 */
#include "../threads/threads.h"

#define TIMER 0                 /* interrupt request line */

DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt", .from = "interrupt");

void timer_entry(void);                 /* timer.S */
void timer_tick(u32 gs, u32 registers);
u32 timer_gs(void);

static volatile u32 busy;
static u32 left;                        /* ticks of the quantum */
static u32 home;                        /* GS of the control block */

int kind_start(void)
{
    busy = 0;
    return interrupt->attach(TIMER, timer_entry, &busy);
}

void kind_stop(void)
{
    interrupt->detach(TIMER);
}

void kind_quantum(u32 ticks)
{
    left = ticks;
}

/* With the lock set a further tick may come: it finds that and goes. */
void timer_tick(u32 gs, u32 registers)
{
    struct thread *self = thread_current;

    if (left)
        left--;
    if (left || threads_locked || gs != home || upcall_depth() != UPCALLS) {
        busy = 0;
        return;
    }
    threads_locked = 1;
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

DEIMOS_MODULE("preempt", MODULE_SYSTEM, .init = init);
