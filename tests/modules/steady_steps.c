/* SPDX-License-Identifier: MIT */
/*
 * Experiments of known readings. steps: sample i runs i * STEP instructions
 * more than the cold one. long: some ticks pass in each sample, if the timer
 * may tick: `counted` says how many did.
 */
#include "deimos.h"

#define LONG 20000000u          /* turns of two instructions */

static u32 turns, sample;
static volatile u32 before, ticked;

static u32 ticks(void)
{
    u32 now;

    GRAPH_READ(system.ticks, now);
    return now;
}

static void spin(void)
{
    u32 n = turns;

    __asm__ volatile("1:\n\tdec %0\n\tjnz 1b" : "+r"(n) : : "cc");
}

static int set_up_steps(u32 x)
{
    (void)x;
    sample = 0;
    return 0;
}

static int prepare_steps(void)
{
    turns = ++sample;
    return 0;
}

static int set_up_long(u32 x)
{
    turns = x ? x : LONG;
    ticked = 0;
    return 0;
}

static int prepare_long(void)
{
    before = ticks();
    return 0;
}

static int check(void)
{
    ticked += ticks() - before;
    return 0;
}

static int check_nothing(void)
{
    return 0;
}

static int counted(void)
{
    return (int)ticked;
}

static const struct { int (*counted)(void); } told = { counted };

DEIMOS_MODULE("steady_steps", MODULE_SYSTEM);
EXPERIMENT(steps, set_up_steps, prepare_steps, spin, check_nothing,
           check_nothing);
EXPERIMENT(long, set_up_long, prepare_long, spin, check, check_nothing);
DEIMOS_INTERFACE("told", "told", told, "counted");
