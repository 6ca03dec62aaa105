/* SPDX-License-Identifier: MIT */
/* Console wrapper: text and results out, text in. */
#include "../api/error.h"
#include "../api/wrapper.h"
#include "../base/layout.h"
#include "../device/console.h"
#include "../gate/wrapper.h"
#include "../ups/user.h"
#include "../x86/window.h"
#include "../x86/x86.h"

#define PIECE 16u               /* characters; each may scroll the screen */

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

static u32 GATE_METHOD write(struct gate_call *call, struct gate *gate)
{
    const u32 channel = call->arg[0], size = call->arg[2];
    const char *data = user_pointer(call->arg[1], size);

    (void)gate;
    if (size == 0)
        return 0;
    if (!data)
        return (u32)E_ADDRESS;
    if (channel == CONSOLE_TEXT)
        write_pieces(console_write, data, size);
    else if (channel == CONSOLE_RESULTS)
        write_pieces(console_write_results, data, size);
    else
        return (u32)E_RANGE;
    return size;
}

static u32 GATE_METHOD read(struct gate_call *call, struct gate *gate)
{
    const u32 size = call->arg[1];
    char *data = user_pointer(call->arg[0], size);
    u32 count = 0;

    (void)gate;
    if (!data)
        return (u32)E_ADDRESS;
    while (count < size) {
        const int byte = console_read();
        if (byte < 0)
            break;
        data[count++] = (char)byte;
    }
    return count;
}

_Static_assert(CONSOLE_CS == CORE_CS, "wrapper.h");

/* MEASURED PATH: the cost of a gate, and nothing else. */
static u32 GATE_METHOD null(struct gate_call *call, struct gate *gate)
{
    (void)call;
    (void)gate;
    return x86_cs();
}

static gate_method *const table[METHODS_OF(console)] = {
    METHOD_AT(console, write) = write,
    METHOD_AT(console, read) = read,
    METHOD_AT(console, null) = null,
};

const struct wrapper console_wrapper = {
    .name = "console", .methods = CONSOLE_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
};
