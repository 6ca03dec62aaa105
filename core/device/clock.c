/* SPDX-License-Identifier: MIT */
/* Ticks and the watchdog. */
#include "clock.h"

#include "../base/graph.h"
#include "pic.h"
#include "pit.h"
#include "../x86/protect.h"

#define GRACE_SECONDS   2       /* for the script to end by itself */
#define HURRY           64      /* parts of a tick, while the watchdog waits */

static u32 deadline;            /* in ticks; 0: none */
static u32 part;                /* of a tick, from 1; 0: ticks are whole */

void clock_init(void)
{
    pic_init();
    pit_set_rate(CLOCK_HZ);
    graph.system.tick_hz = CLOCK_HZ;
}

void clock_set_limit(u32 seconds)
{
    deadline = seconds ? graph.system.ticks +
                         (seconds + GRACE_SECONDS) * CLOCK_HZ : 0;
}

static void count_tick(void)
{
    if (part && part++ < HURRY)
        return;
    part = part != 0;

    const u32 cr0 = protect_open();
    graph.system.ticks++;
    protect_close(cr0);
}

int clock_tick(void)
{
    count_tick();
    return deadline && graph.system.ticks >= deadline;
}

/* Code that is nearly always in long calls of the core hardly ever has a tick
 * hit it: while the watchdog waits for ring 1, they come more often. */
void clock_bite(int is_felt)
{
    if (is_felt)
        deadline = graph.system.ticks + GRACE_SECONDS * CLOCK_HZ;
    if (is_felt == !part)
        return;
    part = !is_felt;
    pit_set_rate(is_felt ? CLOCK_HZ : CLOCK_HZ * HURRY);
}
