/* SPDX-License-Identifier: MIT */
/* The timer, for a tick after so many instructions. Whoever is bound to the ports has
 * it tick as before at the end. */
#pragma once

#include "deimos.h"

#define PIT_CHANNEL0 0x40
#define PIT_COMMAND 0x43
#define PIT_RATE 0x34           /* channel 0, both bytes, mode 2: again and again */
#define PIT_ONCE 0x30           /* mode 0: once */
#define FULL 11931              /* as the core has it */

static inline u32 ticks(void)
{
    return GRAPH_WORD(system.ticks);
}

static inline void set_timer(u32 mode, u32 clocks)
{
    __asm__ volatile("outb %0, %1" : : "a"((u8)mode), "Nd"(PIT_COMMAND));
    __asm__ volatile("outb %0, %1" : : "a"((u8)clocks), "Nd"(PIT_CHANNEL0));
    __asm__ volatile("outb %0, %1" : : "a"((u8)(clocks >> 8)),
                     "Nd"(PIT_CHANNEL0));
}

/* So many instructions, and a few. */
static inline void pass(u32 turns)
{
    if (turns % 2)
        __asm__ volatile("nop");
    turns /= 2;
    __asm__ volatile("inc %0\n\t1: dec %0\n\tjnz 1b" : "+r"(turns));
}
