/* SPDX-License-Identifier: MIT */
/* Interrupt controllers, the periodic timer, and the watchdog on it. */
#pragma once

#include "../api/types.h"

#define TIMER_HZ 100

void timer_init(void);
/* Let the watchdog bite `seconds` from now; 0: never. */
void timer_set_limit(u32 seconds);
/* Whoever masked the timer is dead: the watchdog must go on. */
void timer_unmask(void);
/* May a line have owners at ring 1? All but the cascade. */
int timer_is_line(u32 line);
/* Let a line through to the processor; keep it away. The timer's own is
 * never closed. */
void timer_open_line(u32 line);
void timer_close_line(u32 line);
/* Both controllers' masks as one word, the first's in its low byte. */
u32 timer_lines(void);
/* An interrupt request line: end of interrupt, tick. 1 if the watchdog's
 * time is over; negative if the line did not really call. */
int timer_interrupt(u32 line);
/* What came of 1: the code that runs felt it, and has a grace period; or it is
 * the core, and the watchdog comes again soon. */
void timer_bite(int is_felt);
