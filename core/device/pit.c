/* SPDX-License-Identifier: MIT */
/* 8254 timer. */
#include "pit.h"

#include "../x86/x86.h"

#define PIT_CHANNEL0    0x40
#define PIT_COMMAND     0x43
#define PIT_RATE        0x34    /* channel 0, both bytes, mode 2 */

void pit_set_rate(u32 hz)
{
    const u32 divisor = PIT_HZ / hz;

    x86_outb(PIT_COMMAND, PIT_RATE);
    x86_outb(PIT_CHANNEL0, (u8)divisor);
    x86_outb(PIT_CHANNEL0, (u8)(divisor >> 8));
}
