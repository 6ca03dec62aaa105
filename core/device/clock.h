/* SPDX-License-Identifier: MIT */
/* Ticks, which graph.system.ticks counts, and the watchdog on them. */
#pragma once

#include "../api/types.h"

#define CLOCK_HZ 100

/* Ticks come from now on, where interrupts are let in. */
void clock_init(void);
/* Let the watchdog bite `seconds` from now; 0: never. */
void clock_set_limit(u32 seconds);
/* The timer has interrupted: 1 if the watchdog's time is over. */
int clock_tick(void);
/* What came of 1: the code that runs felt it, and has a grace period; or it is
 * the core, and the watchdog comes again soon. */
void clock_bite(int is_felt);
