/* SPDX-License-Identifier: MIT */
/* Console: characters to serial line and screen, and its wrapper module. */
#include "console.h"

#include "../api/error.h"
#include "../api/wrapper.h"
#include "../lib/format.h"
#include "../processor/window.h"
#include "serial.h"
#include "../gate/user.h"
#include "vga.h"
#include "wrapper.h"

#define LINE_SIZE 1024
#define PIECE 16u               /* characters; each may scroll the screen */

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

static void write_results(const char *data, u32 size)
{
    for (u32 i = 0; results_port && i < size; i++)
        serial_write(results_port, (u8)data[i]);
}

/* In pieces: the caller may hold interrupts off. */
static void write_pieces(void (*write_piece)(const char *data, u32 size),
                         const char *data, u32 size)
{
    for (u32 i = 0; i < size; i += PIECE) {
        write_piece(data + i, size - i < PIECE ? size - i : PIECE);
        if (size - i > PIECE)
            window_open();
    }
}

static u32 GATE_METHOD write(struct gate_frame *frame, struct gate *gate)
{
    const u32 channel = frame->arg[0], size = frame->arg[2];
    const char *data = user_pointer(frame->arg[1], size);

    (void)gate;
    if (size == 0)
        return 0;
    if (!data)
        return (u32)E_ADDRESS;
    if (channel == CONSOLE_TEXT)
        write_pieces(console_write, data, size);
    else if (channel == CONSOLE_RESULTS)
        write_pieces(write_results, data, size);
    else
        return (u32)E_RANGE;
    return size;
}

static u32 GATE_METHOD read(struct gate_frame *frame, struct gate *gate)
{
    const u32 size = frame->arg[1];
    char *data = user_pointer(frame->arg[0], size);
    u32 count = 0;

    (void)gate;
    if (!data)
        return (u32)E_ADDRESS;
    while (text_port && count < size) {
        const int byte = serial_read(text_port);
        if (byte < 0)
            break;
        data[count++] = (char)byte;
    }
    return count;
}

/* MEASURED PATH: the cost of a gate, and nothing else. */
static u32 GATE_METHOD null(struct gate_frame *frame, struct gate *gate)
{
    (void)frame;
    (void)gate;
    return E_OK;
}

static gate_method *const table[] = { write, read, null };

const struct wrapper console_wrapper = {
    .name = "console", .methods = CONSOLE_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
};
