/* SPDX-License-Identifier: MIT */
/* VGA text screen: a glass teletype. */
#include "vga.h"

#include "../api/types.h"
#include "../lib/string.h"
#include "../x86/x86.h"

#define COLUMNS     80u
#define ROWS        25u
#define SCREEN      ((u16 *)0xb8000)
#define BLANK       0x0720u     /* light grey on black, space */
#define TAB         8u
#define CRTC_INDEX  0x3d4
#define CRTC_DATA   0x3d5
#define CURSOR_HIGH 0x0e
#define CURSOR_LOW  0x0f

static u32 at;                  /* cell of the cursor */

static void blank(u32 from, u32 to)
{
    for (; from < to; from++)
        SCREEN[from] = BLANK;
}

void vga_init(void)
{
    at = 0;
    blank(0, ROWS * COLUMNS);
}

static void scroll(void)
{
    memmove(SCREEN, SCREEN + COLUMNS, (ROWS - 1) * COLUMNS * 2);
    blank((ROWS - 1) * COLUMNS, ROWS * COLUMNS);
    at -= COLUMNS;
}

static void move_cursor(void)
{
    x86_outb(CRTC_INDEX, CURSOR_HIGH);
    x86_outb(CRTC_DATA, (u8)(at >> 8));
    x86_outb(CRTC_INDEX, CURSOR_LOW);
    x86_outb(CRTC_DATA, (u8)at);
}

void vga_write(char c)
{
    if (c == '\n')
        at += COLUMNS - at % COLUMNS;
    else if (c == '\r')
        at -= at % COLUMNS;
    else if (c == '\b')
        at -= at % COLUMNS != 0;
    else if (c == '\t')
        at += TAB - at % TAB;
    else if ((u8)c >= ' ')
        SCREEN[at++] = (u16)(BLANK & 0xff00u) | (u8)c;
    if (at >= ROWS * COLUMNS)
        scroll();
    move_cursor();
}
