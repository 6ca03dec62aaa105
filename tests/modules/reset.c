/* SPDX-License-Identifier: MIT */
/* Writes a byte to a port that it opens: what a rude driver can do. */
#include "deimos.h"

DEIMOS_RECEPTACLE(port, port, "port", .from = "port");

struct reset {
    int (*reset)(u32 number, u32 value);
};

static int reset(u32 number, u32 value)
{
    int error = port->open(number, 1);

    if (error < 0)
        return error;
    __asm__ volatile("outb %b0, %w1" : : "a"(value), "d"(number));
    for (;;)
        ;
}

static const struct reset table = { .reset = reset };

DEIMOS_MODULE("reset", MODULE_APPLICATION);
DEIMOS_INTERFACE("reset", "reset", table, "reset");
