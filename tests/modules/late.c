/* SPDX-License-Identifier: MIT */
/*
 * How long interrupts wait. The timer ticks so often that one tick is lost
 * for each period, beyond the first, in which the core lets none in.
 */
#include "deimos.h"

#define PIT_CHANNEL0 0x40
#define PIT_COMMAND 0x43
#define PIT_RATE 0x34           /* channel 0, both bytes, mode 2 */

struct late {
    int (*rate)(u32 divisor);
    int (*clock)(u64 *cycles, u32 *ticks);
    int (*spin)(u32 cycles);
    int (*hold)(u32 on);
};

DEIMOS_RECEPTACLE(port, port, "port", .from = "port");
DEIMOS_RECEPTACLE(cpu, cpu, "cpu", .from = "cpu");

static u64 cycles(void)
{
    u64 value;

    __asm__ volatile("rdtsc" : "=A"(value) : : "memory");
    return value;
}

static void out(u16 to, u8 value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(to));
}

static int rate(u32 divisor)
{
    port->open(PIT_CHANNEL0, 4);
    out(PIT_COMMAND, PIT_RATE);
    out(PIT_CHANNEL0, (u8)divisor);
    out(PIT_CHANNEL0, (u8)(divisor >> 8));
    return port->close(PIT_CHANNEL0, 4);
}

/* Both of the same moment, or nearly. */
static int now(u64 *at, u32 *ticks)
{
    u32 before, after;

    do {
        GRAPH_READ(system.ticks, before);
        *at = cycles();
        GRAPH_READ(system.ticks, after);
    } while (before != after);
    *ticks = after;
    return E_OK;
}

static int spin(u32 count)
{
    const u64 start = cycles();

    while (cycles() - start < count)
        ;
    return E_OK;
}

static int hold(u32 on)
{
    return on ? cpu->cli() : cpu->sti();
}

static const struct late table = { rate, now, spin, hold };

DEIMOS_MODULE("late", MODULE_SYSTEM);
DEIMOS_INTERFACE("late", "late", table, "rate clock spin hold");
