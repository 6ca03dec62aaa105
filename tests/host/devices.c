/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * Controllers of interrupts, the timer and serial lines, against models of the
 * chips: what they are set to, and what they do then.
 */
#include "../../core/x86/regs.h"
#include "../../core/x86/x86.h"

#include <string.h>

static void fake_out(u16 port, u8 value);
static u8 fake_in(u16 port);
#define x86_outb fake_out
#define x86_inb fake_in
#include "../../core/device/pic.c"
#include "../../core/device/pit.c"
#include "../../core/device/serial.c"

#include "check.h"

/* --- An 8259A (two), an 8254, a 16550 --------------------------------------- */

static struct pic {
    u8 icw[5], mask, served, asked;
    u32 step;                           /* the ICW that is expected; 0: none */
    u32 ends;
} pics[2];

static struct { u8 command; u8 bytes[2]; u32 count; } pit;
static struct {
    u8 reg[8], divisor[2], sent[32];
    u32 count, polls, busy;             /* polls until it can send */
    int is_there;
} uart;

static void pic_write(struct pic *p, int second, u8 value)
{
    if (!second && value & 0x10) {
        *p = (struct pic){ .icw = { 0, value }, .step = 2 };
    } else if (second && p->step) {
        p->icw[p->step++] = value;
        if (p->step == (p->icw[1] & 1 ? 5 : 4))
            p->step = 0;
    } else if (second) {
        p->mask = value;
    } else if (value & 8) {
        p->asked = value;
    } else {
        CHECK_EQ(value, 0x20);          /* the end, of what is served */
        p->ends++;
    }
}

static void uart_write(u32 reg, u8 value)
{
    if (reg < 2 && uart.reg[3] & 0x80) {
        uart.divisor[reg] = value;
    } else if (reg == 0) {
        CHECK(!uart.busy || uart.polls > PATIENCE - 1);
        uart.sent[uart.count++ % 32] = value;
    } else if (reg < 5 || reg == 7) {   /* two are read only */
        uart.reg[reg] = value;
    }
}

static u8 uart_read(u32 reg)
{
    if (!uart.is_there)
        return 0xff;
    if (reg == 5) {
        uart.polls++;
        uart.busy -= uart.busy > 0;
        return (u8)(uart.busy ? 0 : 0x20) | (uart.reg[5] & 1);
    }
    if (reg == 0)
        uart.reg[5] = 0;
    return uart.reg[reg];
}

static void fake_out(u16 port, u8 value)
{
    if (port == 0x43) {
        pit.command = value;
        pit.count = 0;
    } else if (port == 0x40) {
        pit.bytes[pit.count++ & 1] = value;
    } else if (port >= 0x3f8 && port < 0x400) {
        uart_write(port - 0x3f8u, value);
    } else {
        const u32 i = port >= 0xa0;
        CHECK((port & ~0x81) == 0x20);
        pic_write(&pics[i], port & 1, value);
    }
}

static u8 fake_in(u16 port)
{
    if (port >= 0x3f8 && port < 0x400)
        return uart_read(port - 0x3f8u);
    const struct pic *p = &pics[port >= 0xa0];
    CHECK((port & ~0x81) == 0x20);
    if (port & 1)
        return p->mask;
    CHECK_EQ(p->asked, 0x0b);
    return p->served;
}

/* --- What is set --------------------------------------------------------------- */

static void test_init(void)
{
    memset(pics, 0xee, sizeof(pics));
    pic_init();
    for (u32 i = 0; i < 2; i++) {
        CHECK_EQ(pics[i].step, 0);
        CHECK_EQ(pics[i].icw[1], 0x11); /* edges, two of them, an ICW4 */
        CHECK_EQ(pics[i].icw[2], VECTOR_IRQ + 8 * i);
        CHECK_EQ(pics[i].icw[3], i ? 2 : 1 << 2);
        CHECK_EQ(pics[i].icw[4], 1);    /* no automatic end */
        CHECK_EQ(pics[i].ends, 0);
    }
    CHECK_EQ(pic_masks(), 0xfffa);      /* the timer and the second one */
}

static void test_lines(void)
{
    for (u32 line = 0; line < 40; line++)
        CHECK_EQ(pic_is_line(line), line < 16 && line != 2);
    for (u32 line = 0; line < 16; line++)
        for (u32 mask = 0; mask < 0x10000; mask += 0x333) {
            pics[0].mask = (u8)mask;
            pics[1].mask = (u8)(mask >> 8);
            pic_open(line);
            CHECK_EQ(pic_masks(), mask & ~(1u << line));
            pic_close(line);
            CHECK_EQ(pic_masks(), mask | 1u << line);
        }
}

/* Of lines 7 and 15 the bit in service tells whether they called; the second
 * controller did call the first one in any case. */
static void test_ends(void)
{
    for (u32 line = 0; line < 16; line++)
        for (u32 served = 0; served < 256; served++) {
            const int can_lie = line % 8 == 7;
            const int called = line != CASCADE &&
                               (!can_lie || served & 0x80);
            for (u32 i = 0; i < 2; i++) {
                pics[i].ends = pics[i].asked = 0;
                pics[i].served = (u8)(i == line / 8 ? served : ~served);
            }
            CHECK_EQ(pic_end(line), called);
            CHECK_EQ(pics[0].ends, called || line >= 8);
            CHECK_EQ(pics[1].ends, called && line >= 8);
        }
}

static void test_rates(void)
{
    static const u32 rates[] = { 19, 100, 1000, 4000, 10000, 1193182 };

    for (u32 i = 0; i < ARRAY_SIZE(rates); i++) {
        pit_set_rate(rates[i]);
        CHECK_EQ(pit.command, 0x34);
        CHECK_EQ(pit.count, 2);
        CHECK_EQ(pit.bytes[0] | pit.bytes[1] << 8, 1193182 / rates[i]);
    }
}

static void test_serial(void)
{
    CHECK_EQ(serial_init(SERIAL_COM1), 0);
    uart.is_there = 1;
    memset(uart.reg, 0x6e, sizeof(uart.reg));
    memset(uart.divisor, 0xee, sizeof(uart.divisor));
    CHECK_EQ(serial_init(SERIAL_COM1), 1);
    CHECK(uart.divisor[0] == 1 && uart.divisor[1] == 0);
    CHECK_EQ(uart.reg[1], 0);           /* no interrupts */
    CHECK_EQ(uart.reg[2], 7);
    CHECK_EQ(uart.reg[3], 3);           /* 8N1, and the divisor is hidden */
    CHECK_EQ(uart.reg[4], 3);
    CHECK_EQ(uart.count, 0);
}

/* It waits until there is room; but for a line that is dead, not for ever. */
static void test_bytes(void)
{
    static const u32 waits[] = { 0, 1, 2, 100, PATIENCE - 1, 1u << 30 };

    for (u32 i = 0; i < ARRAY_SIZE(waits); i++) {
        uart.busy = waits[i];
        uart.polls = uart.count = 0;
        serial_write(SERIAL_COM1, (u8)(0x40 + i));
        CHECK(uart.count == 1 && uart.sent[0] == 0x40 + i);
        CHECK_EQ(uart.polls, waits[i] < 2 ? 1 : waits[i] < PATIENCE ? waits[i]
                                                                   : PATIENCE);
    }
    uart.busy = 0;
    uart.reg[5] = 0;
    CHECK_EQ(serial_read(SERIAL_COM1), -1);
    uart.reg[5] = 1;
    uart.reg[0] = 0xfe;
    CHECK_EQ(serial_read(SERIAL_COM1), 0xfe);
    CHECK_EQ(serial_read(SERIAL_COM1), -1);
}

int main(void)
{
    test_init();
    test_lines();
    test_ends();
    test_rates();
    test_serial();
    test_bytes();
    return check_done();
}
