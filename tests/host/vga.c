/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* The text screen, against a plain one: what each character does to it. */
#include "../../core/x86/x86.h"

#include <string.h>
#include <sys/mman.h>

static unsigned index_of, cursor;

static void out(unsigned port, unsigned value)
{
    if (port == 0x3d4)
        index_of = value;
    else if (index_of == 0x0e)
        cursor = (cursor & 0xff) | value << 8;
    else
        cursor = (cursor & 0xff00) | value;
}

#define x86_outb(port, value) out(port, value)
#include "../../core/device/vga.c"

#include "check.h"

static u16 rows[25][80];
static u32 row, column;

static void up(void)
{
    if (row < 25)
        return;
    memmove(rows[0], rows[1], 24 * 160);
    for (u32 i = 0; i < 80; i++)
        rows[24][i] = 0x0720;
    row = 24;
}

static void advance(u32 n)
{
    column += n;
    row += column / 80;
    column %= 80;
}

static void expect(u8 c)
{
    if (c == '\n')
        advance(80 - column);
    else if (c == '\r')
        column = 0;
    else if (c == '\b')
        column -= column > 0;
    else if (c == '\t')
        advance(8 - column % 8);
    else if (c >= ' ') {
        rows[row][column] = (u16)(0x0700 | c);
        advance(1);
    }
    up();
}

static void write_both(u8 c)
{
    vga_write((char)c);
    expect(c);
    CHECK_EQ(cursor, row * 80 + column);
}

int main(void)
{
    static const u8 odd[] = { '\n', '\r', '\b', '\t', 0x7f, 0x80, 0xff, 7, 0 };
    u16 *screen = mmap((void *)0xb8000, 8192, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1,
                       0);
    u32 seed = 1;

    CHECK(screen == (void *)0xb8000);
    memset(screen, 0xaa, 8192);
    vga_init();
    for (u32 i = 0; i < 25 * 80; i++)
        rows[i / 80][i % 80] = 0x0720;
    for (u32 i = 0; i < 40000; i++) {
        seed = seed * 1664525 + 1013904223;
        const u32 any = seed >> 16;
        write_both(any % 16 ? (u8)(' ' + any % 95)
                            : odd[any / 16 % sizeof(odd)]);
        if (i % 16 == 0)
            CHECK(!memcmp(screen, rows, sizeof(rows)));
    }
    for (u32 i = 25 * 80; i < 4096; i++)
        CHECK_EQ(screen[i], 0xaaaa);    /* nothing beyond it */
    return check_done();
}
