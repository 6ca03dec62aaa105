/* SPDX-License-Identifier: MIT */
/* The core's own words, and those of who is bound to it: to serial lines and
 * screen. */
#include "console.h"

#include "../lib/format.h"
#include "serial.h"
#include "vga.h"

#define LINE_SIZE 1024

static u16 text_port, results_port;     /* 0: no such line */

void console_init(void)
{
    vga_init();
    text_port = serial_init(SERIAL_COM1) ? SERIAL_COM1 : 0;
    results_port = text_port;
}

void console_open_results(int second_line)
{
    if (second_line && serial_init(SERIAL_COM2))
        results_port = SERIAL_COM2;
}

u32 console_results_port(void)
{
    return results_port;
}

static void put_text(char c)
{
    if (text_port) {
        if (c == '\n')
            serial_write(text_port, '\r');
        serial_write(text_port, (u8)c);
    }
    vga_write(c);
}

void console_write(const char *text, u32 size)
{
    for (u32 i = 0; i < size; i++)
        put_text(text[i]);
}

void console_print(const char *fmt, ...)
{
    char line[LINE_SIZE];
    __builtin_va_list args;

    __builtin_va_start(args, fmt);
    const int length = format_va(line, sizeof(line), fmt, args);
    __builtin_va_end(args);
    console_write(line, length < LINE_SIZE ? (u32)length : LINE_SIZE - 1);
}

void console_write_results(const char *data, u32 size)
{
    for (u32 i = 0; results_port && i < size; i++)
        serial_write(results_port, (u8)data[i]);
}

int console_read(void)
{
    return text_port ? serial_read(text_port) : -1;
}
