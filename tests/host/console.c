/* SPDX-License-Identifier: MIT */
/* sources: core/lib/format.c */
/* What reaches the serial lines: text with a carriage return before each
 * newline, results as they are; and what a caller may hand over. */
#include "../../core/x86/window.h"

static unsigned windows;
#define window_open() windows++         /* STI is not for a host's program */
#include "../../core/device/console.c"
#include "../../core/wrapper/console.c"

#include "check.h"

#include <string.h>

static struct { u8 bytes[200]; u32 size; } lines[2], screen;

int serial_init(u16 port) { return port == SERIAL_COM1 || port == SERIAL_COM2; }
static u32 typed;                       /* bytes that wait */

int serial_read(u16 port)
{
    CHECK_EQ(port, SERIAL_COM1);
    return typed ? (int)typed-- : -1;
}
void vga_init(void) { }
void vga_write(char c) { screen.bytes[screen.size++] = (u8)c; }

void serial_write(u16 port, u8 byte)
{
    const u32 i = port == SERIAL_COM2;

    lines[i].bytes[lines[i].size++] = byte;
}

void *user_pointer(saddr_t address, u32 size)
{
    return size > 100 ? NULL : (void *)address;
}

static u32 call(u32 channel, const char *text, u32 size)
{
    struct gate_call frame = { .arg = { channel, (u32)text, size } };

    return write(&frame, NULL);
}

static void is(u32 line, const char *expected)
{
    CHECK_EQ(lines[line].size, strlen(expected));
    CHECK(!memcmp(lines[line].bytes, expected, lines[line].size));
    lines[line].size = 0;
}

/* No more than there is, nor than was asked for, and no byte beside it. */
static void test_read(void)
{
    for (u32 size = 0; size < 12; size++)
        for (u32 there = 0; there < 12; there++) {
            char to[16];
            struct gate_call frame = { .arg = { (u32)to, size } };
            const u32 n = size < there ? size : there;
            memset(to, 'x', sizeof(to));
            typed = there;
            CHECK_EQ(read(&frame, NULL), n);
            CHECK_EQ(typed, there - n);
            for (u32 i = 0; i < sizeof(to); i++)
                CHECK_EQ(to[i], i < n ? (char)(there - i) : 'x');
        }
    struct gate_call nowhere = { .arg = { 0, 101 } };
    CHECK_EQ((int)read(&nowhere, NULL), E_ADDRESS);
}

int main(void)
{
    static const char text[] = "one\ntwo\n\nthree, longer than a piece\n";

    console_init();
    console_open_results(1);
    CHECK_EQ(call(CONSOLE_TEXT, text, sizeof(text) - 1), sizeof(text) - 1);
    is(0, "one\r\ntwo\r\n\r\nthree, longer than a piece\r\n");
    CHECK_EQ(screen.size, sizeof(text) - 1);
    CHECK_EQ(windows, 2);               /* after each piece but the last */
    CHECK_EQ(call(CONSOLE_RESULTS, text, 9), 9);
    is(0, "");
    is(1, "one\ntwo\n\n");
    CHECK_EQ((int)call(2, text, 4), E_RANGE);
    CHECK_EQ((int)call(CONSOLE_TEXT, text, 101), E_ADDRESS);
    CHECK_EQ(call(CONSOLE_TEXT, NULL, 0), 0);
    test_read();
    console_print("%u\n", 42u);
    is(0, "42\r\n");
    is(1, "");
    return check_done();
}
