/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* Ticks and the watchdog: it falls once, and again after its grace; while it
 * waits for ring 1, interrupts come more often, and time goes on as before. */
#include "../../core/x86/x86.h"

static void out(unsigned port, unsigned value);
static unsigned in(unsigned port);
#define x86_outb(port_, value_) out(port_, value_)
#define x86_inb(port_) in(port_)
#include "../../core/device/pic.c"
#include "../../core/device/pit.c"
#include "../../core/device/clock.c"

#include "check.h"

struct graph graph;

static u32 masks[2], rate, bytes, served, ends;

static void out(unsigned port, unsigned value)
{
    if (port == PIC1 + 1 || port == PIC2 + 1)
        masks[port == PIC2 + 1] = value;
    else if (port == PIT_CHANNEL0)
        rate = bytes++ % 2 ? rate | value << 8 : value;
    else if (value == PIC_EOI)
        ends++;
}

static unsigned in(unsigned port)
{
    return port == PIC1 || port == PIC2 ? served : masks[port == PIC2 + 1];
}

/* As core/trap/trap.c does. -1: the line did not really call. */
static int interrupt(u32 line)
{
    if (!pic_end(line))
        return -1;
    return line == PIC_TIMER && clock_tick();
}

/* Interrupts until the watchdog falls, at most n. */
static u32 until_bite(u32 n)
{
    u32 i = 1;

    while (i <= n && interrupt(PIC_TIMER) != 1)
        i++;
    return i;
}

static void test_watchdog(void)
{
    const u32 grace = GRACE_SECONDS * CLOCK_HZ;

    CHECK_EQ(until_bite(1000), 1001);           /* no limit */
    clock_set_limit(1);
    CHECK_EQ(until_bite(100000), CLOCK_HZ + grace);
    clock_bite(0);                              /* it was in the core */
    CHECK_EQ(rate, PIT_HZ / (CLOCK_HZ * HURRY));
    CHECK_EQ(until_bite(10), 1);                /* again, as soon as it can */
    clock_bite(1);
    CHECK_EQ(rate, PIT_HZ / CLOCK_HZ);
    CHECK_EQ(until_bite(100000), grace);        /* the script has that time */
    clock_bite(1);
    CHECK_EQ(until_bite(100000), grace);
    clock_set_limit(0);
    CHECK_EQ(until_bite(1000), 1001);
}

static void test_parts(void)
{
    const u32 ticks = graph.system.ticks;

    clock_bite(0);
    for (u32 i = 0; i < 10 * HURRY; i++)
        interrupt(PIC_TIMER);
    CHECK_EQ(graph.system.ticks, ticks + 10);
    clock_bite(1);
    clock_set_limit(0);
    interrupt(PIC_TIMER);
    CHECK_EQ(graph.system.ticks, ticks + 11);
}

static void test_lines(void)
{
    const u32 ticks = graph.system.ticks;

    ends = 0;
    CHECK_EQ(interrupt(LINE_SPURIOUS1), -1);
    CHECK_EQ(ends, 0);
    CHECK_EQ(interrupt(LINE_SPURIOUS2), -1);
    CHECK_EQ(ends, 1);                          /* the first's, for its line 2 */
    served = 0x80;
    CHECK_EQ(interrupt(LINE_SPURIOUS2), 0);
    CHECK_EQ(ends, 3);
    CHECK_EQ(interrupt(3), 0);
    CHECK_EQ(ends, 4);
    CHECK_EQ(graph.system.ticks, ticks);
    pic_open(9);
    CHECK_EQ(pic_masks(), 0xfdfa);
    pic_close(9);
    CHECK_EQ(pic_masks(), 0xfffa);
}

int main(void)
{
    clock_init();
    CHECK_EQ(rate, PIT_HZ / CLOCK_HZ);
    CHECK_EQ(graph.system.tick_hz, CLOCK_HZ);
    CHECK_EQ(pic_masks(), 0xfffa);
    test_watchdog();
    test_parts();
    test_lines();
    return check_done();
}
