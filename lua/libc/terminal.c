/* SPDX-License-Identifier: MIT */
/*
 * The console, a key at a time: the line editor makes lines of them
 * (shell/input.c). What is typed while a script runs waits in `ahead`.
 */
#include <errno.h>
#include <string.h>

#include "../module/deadline.h"
#include "../module/ium.h"
#include "shim.h"

#define CTRL_C 3
#define SOON 10                 /* 1/10 s between two bytes of one key */

static char ahead[256];
static u32 ahead_size;

ssize_t terminal_write(const void *data, size_t size)
{
    int written = ium_console->write(CONSOLE_TEXT, data, size);

    return written < 0 ? -EIO : (ssize_t)size;
}

int terminal_poll(void)
{
    char *start = ahead + ahead_size;
    int size = ium_console->read(start, sizeof(ahead) - ahead_size);

    if (size <= 0)
        return 0;
    if (memchr(start, CTRL_C, size)) {
        ahead_size = 0;
        return 1;
    }
    ahead_size += size;
    return 0;
}

int terminal_key(void)
{
    char key;

    if (ahead_size) {
        key = ahead[0];
        memmove(ahead, ahead + 1, --ahead_size);
        return (unsigned char)key;
    }
    while (ium_console->read(&key, 1) <= 0) {
        if (deadline_passed())
            return -1;
    }
    return (unsigned char)key;
}

int terminal_key_soon(void)
{
    char key;
    u32 now, began, hz;

    if (ahead_size)
        return terminal_key();
    GRAPH_READ(system.tick_hz, hz);
    GRAPH_READ(system.ticks, began);
    do {
        if (ium_console->read(&key, 1) > 0)
            return (unsigned char)key;
        GRAPH_READ(system.ticks, now);
    } while (now - began <= hz / SOON);
    return -1;
}
