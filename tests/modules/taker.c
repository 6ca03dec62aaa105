/* SPDX-License-Identifier: MIT */
/* Takes every vector, call gate and line that it can get; gives one back and
 * takes it again; dies of it. */
#include "deimos.h"

#define UD 6                    /* what it dies of stays the core's */

struct taker {
    int (*take)(void);
    int (*die)(void);
    int (*single)(u32 what, u32 on);
};

DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(gate, call_gate, "gate", .from = "gate");
DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt", .from = "interrupt");
DEIMOS_RECEPTACLE(sysenter, sysenter, "sysenter", .from = "sysenter");
DEIMOS_RECEPTACLE(vga, device, "device", .from = "vga");

/* What is given back alone: the last of each kind. */
enum { VECTOR, CALL, OPEN_CALL, CLIENTS, LINE, GATE, SYSENTER };

#define LAST_VECTOR 31
#define LAST_CALL 255
#define LAST_LINE 11
#define CLIENT_CS 0x0f          /* of an LDT: index 1, RPL 3 */
#define CLIENT_SS 0x17

static volatile u32 busy;
static int last_gate;           /* selector */

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
    n += vga->claim() == E_OK && vga->segment(0) > 0;
    for (int made; (made = gate->create(taker_handler)) > 0; n++)
        last_gate = made;
    n += sysenter->attach(taker_handler, CLIENT_CS, CLIENT_SS) == E_OK;
    return n;
}

static int take_one(u32 what)
{
    switch (what) {
    case VECTOR:
        return vector->attach(LAST_VECTOR, taker_handler);
    case CALL:
        return vector->attach_call(LAST_CALL, taker_handler);
    case OPEN_CALL:
        return vector->attach_open_call(LAST_CALL, taker_handler);
    case CLIENTS:
        return vector->attach_clients(taker_handler);
    case LINE:
        return interrupt->attach(LAST_LINE, taker_handler, &busy);
    case GATE:
        last_gate = gate->create(taker_handler);
        return last_gate;
    default:
        return sysenter->attach(taker_handler, CLIENT_CS, CLIENT_SS);
    }
}

static int give_one(u32 what)
{
    switch (what) {
    case VECTOR:
        return vector->detach(LAST_VECTOR);
    case CALL:
    case OPEN_CALL:
        return vector->detach(LAST_CALL);
    case CLIENTS:
        return vector->attach_clients(NULL);
    case LINE:
        return interrupt->detach(LAST_LINE);
    case GATE:
        return gate->destroy((u32)last_gate);
    default:
        return sysenter->detach();
    }
}

static int single(u32 what, u32 on)
{
    return on ? take_one(what) : give_one(what);
}

static int die(void)
{
    __asm__ volatile("ud2");
    return E_OK;
}

static const struct taker table = { take, die, single };

DEIMOS_MODULE("taker", MODULE_SYSTEM);
DEIMOS_INTERFACE("taker", "taker", table, "take die single");
