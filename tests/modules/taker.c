/* SPDX-License-Identifier: MIT */
/* Takes every vector, call gate and line that it can get, and dies. */
#include "deimos.h"

#define UD 6                    /* what it dies of stays the core's */

struct taker {
    int (*take)(void);
    int (*die)(void);
};

DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(gate, call_gate, "gate", .from = "gate");
DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt", .from = "interrupt");
DEIMOS_RECEPTACLE(vga, vga, "vga", .from = "vga");

static volatile u32 busy;

void taker_handler(void);
__asm__(".text\ntaker_handler: iret\n");

static int take(void)
{
    int n = 0;

    for (u32 i = 0; i < 32; i++)
        n += i != UD && vector->attach(i, taker_handler) == E_OK;
    for (u32 i = 48; i < 256; i++)
        n += vector->attach_call(i, taker_handler) == E_OK;
    n += vector->attach_clients(taker_handler) == E_OK;
    for (u32 line = 9; line < 12; line++)
        n += interrupt->attach(line, taker_handler, &busy) == E_OK;
    n += vga->open() > 0;
    while (gate->create(taker_handler) > 0)
        n++;
    return n;
}

static int die(void)
{
    __asm__ volatile("ud2");
    return E_OK;
}

static const struct taker table = { take, die };

DEIMOS_MODULE("taker", MODULE_SYSTEM);
DEIMOS_INTERFACE("taker", "taker", table, "take die");
