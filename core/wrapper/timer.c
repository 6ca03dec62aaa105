/* SPDX-License-Identifier: MIT */
/* 8259A interrupt controllers, 8254 timer, watchdog. */
#include "timer.h"

#include "../graph.h"
#include "../processor/regs.h"
#include "../processor/x86.h"

#define PIC1            0x20
#define PIC2            0xa0
#define PIC_ICW1        0x11    /* edge triggered, cascade, ICW4 follows */
#define PIC_ICW4        0x01    /* 8086 mode */
#define PIC_EOI         0x20
#define PIC_READ_ISR    0x0b
#define CASCADE         2
#define LINE_TIMER      0
#define LINE_SPURIOUS1  7
#define LINE_SPURIOUS2  15

#define PIT_CHANNEL0    0x40
#define PIT_COMMAND     0x43
#define PIT_RATE        0x34    /* channel 0, both bytes, mode 2 */
#define PIT_HZ          1193182

#define GRACE_SECONDS   2       /* for the script to end by itself */
#define HURRY           64      /* parts of a tick, while the watchdog waits */

static u32 deadline;            /* in ticks; 0: none */
static u32 part;                /* of a tick, from 1; 0: ticks are whole */

static void pic_init(void)
{
    x86_outb(PIC1, PIC_ICW1);
    x86_outb(PIC2, PIC_ICW1);
    x86_outb(PIC1 + 1, VECTOR_IRQ);
    x86_outb(PIC2 + 1, VECTOR_IRQ + 8);
    x86_outb(PIC1 + 1, 1 << CASCADE);
    x86_outb(PIC2 + 1, CASCADE);
    x86_outb(PIC1 + 1, PIC_ICW4);
    x86_outb(PIC2 + 1, PIC_ICW4);
    x86_outb(PIC1 + 1, (u8)~(1 << LINE_TIMER | 1 << CASCADE));
    x86_outb(PIC2 + 1, 0xff);
}

static void set_rate(u32 hz)
{
    const u32 divisor = PIT_HZ / hz;

    x86_outb(PIT_COMMAND, PIT_RATE);
    x86_outb(PIT_CHANNEL0, (u8)divisor);
    x86_outb(PIT_CHANNEL0, (u8)(divisor >> 8));
}

void timer_init(void)
{
    pic_init();
    set_rate(TIMER_HZ);
    graph.system.tick_hz = TIMER_HZ;
}

void timer_unmask(void)
{
    timer_open_line(LINE_TIMER);
}

void timer_set_limit(u32 seconds)
{
    deadline = seconds ? graph.system.ticks +
                         (seconds + GRACE_SECONDS) * TIMER_HZ : 0;
}

int timer_is_line(u32 line)
{
    return line < 16 && line != CASCADE;
}

static void set_mask(u32 line, u32 closed)
{
    const u16 port = (line < 8 ? PIC1 : PIC2) + 1;
    const u32 bit = 1u << line % 8;

    x86_outb(port, (u8)((x86_inb(port) & ~bit) | (closed ? bit : 0)));
}

void timer_open_line(u32 line)
{
    set_mask(line, 0);
}

void timer_close_line(u32 line)
{
    if (line != LINE_TIMER)
        set_mask(line, 1);
}

u32 timer_lines(void)
{
    return x86_inb(PIC1 + 1) | (u32)x86_inb(PIC2 + 1) << 8;
}

/* A line that fell before it was served shows no bit in service. */
static int is_spurious(u32 line)
{
    const u16 pic = line < 8 ? PIC1 : PIC2;

    if (line != LINE_SPURIOUS1 && line != LINE_SPURIOUS2)
        return 0;
    x86_outb(pic, PIC_READ_ISR);
    return !(x86_inb(pic) & 0x80);
}

static void count_tick(void)
{
    if (part && part++ < HURRY)
        return;
    part = part != 0;
    graph.system.ticks++;
}

/* Code that is nearly always in long calls of the core hardly ever has a tick
 * hit it: while the watchdog waits for ring 1, they come more often. */
void timer_bite(int is_felt)
{
    if (is_felt)
        deadline = graph.system.ticks + GRACE_SECONDS * TIMER_HZ;
    if (is_felt == !part)
        return;
    part = !is_felt;
    set_rate(is_felt ? TIMER_HZ : TIMER_HZ * HURRY);
}

int timer_interrupt(u32 line)
{
    if (is_spurious(line)) {
        if (line >= 8)
            x86_outb(PIC1, PIC_EOI);
        return -1;
    }
    if (line >= 8)
        x86_outb(PIC2, PIC_EOI);
    x86_outb(PIC1, PIC_EOI);
    if (line != LINE_TIMER)
        return 0;
    count_tick();
    return deadline && graph.system.ticks >= deadline;
}
