/* SPDX-License-Identifier: MIT */
/* Interrupt controllers, the periodic timer, and the watchdog on it. */
#pragma once

#include "api/types.h"

#define TIMER_HZ 100

void timer_init(void);
/* Let the watchdog bite `seconds` from now; 0: never. */
void timer_set_limit(u32 seconds);
/* Whoever masked the timer is dead: the watchdog must go on. */
void timer_unmask(void);
/* An interrupt request line; 1 if the watchdog's time is over. */
int timer_interrupt(u32 line);
