/* SPDX-License-Identifier: MIT */
/* Holds interrupts off nearly all the time, and counts the ticks that it is told. */
#include "deimos.h"

#define TIMER 0
#define SPELL 20000             /* rounds with interrupts off */

DEIMOS_RECEPTACLE(cpu, cpu, "cpu", .from = "cpu");
DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt", .from = "interrupt");

extern volatile u32 holds_off_told, holds_off_busy;
void holds_off_tick(void);
__asm__(".text\n"
        "holds_off_tick: incl %ss:holds_off_told\n"
        "movl $0, %ss:holds_off_busy\n"
        "iret\n");

volatile u32 holds_off_told, holds_off_busy;

static u32 ticks(void)
{
    u32 now;

    GRAPH_READ(system.ticks, now);
    return now;
}

/* For so many ticks; how many it was told of. */
static int hold(u32 count)
{
    const int error = interrupt->attach(TIMER, holds_off_tick,
                                        &holds_off_busy);
    const u32 before = ticks();

    if (error < 0)
        return error;
    holds_off_told = 0;
    while (ticks() - before < count) {
        cpu->cli();
        for (volatile u32 i = 0; i < SPELL; i++)
            ;
        cpu->sti();
    }
    const u32 told = holds_off_told;
    interrupt->detach(TIMER);
    return (int)told;
}

static const struct { int (*hold)(u32 count); } table = { hold };

DEIMOS_MODULE("holds_off", MODULE_SYSTEM);
DEIMOS_INTERFACE("holds_off", "holds_off", table, "hold");
