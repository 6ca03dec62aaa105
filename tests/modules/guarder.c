/* SPDX-License-Identifier: MIT */
/* Asks `debug` for what one client of another module does, and dies there: with it
 * goes what it has asked for. ORDER tests/boot/debug_places.lua */
#include "deimos.h"

#include "binding.h"
#include "debug.h"
#include "memory.h"

#define SIZE 100

enum { GUARD = 1, UNGUARD, WATCH, UNWATCH };

DEIMOS_RECEPTACLE(debug, debug, "debug");

static int space;
static u32 address, at;
static int watching;

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    (void)in, (void)in_size, (void)out, (void)out_size;
    switch (operation) {
    case GUARD: return debug->guard(space, SIZE, &at);
    case UNGUARD: return debug->unguard(space, at);
    case WATCH: return watching = debug->watch(space, address, 1, ACCESS_READ);
    case UNWATCH: return debug->unwatch(watching);
    }
    return E_INVALID;
}

static int of(int number, u32 where)
{
    space = number;
    address = where;
    return 0;
}

static int die(void)
{
    __builtin_trap();
}

static const struct service service = { call };
static const struct {
    int (*of)(int number, u32 where), (*die)(void);
} control = { of, die };

DEIMOS_MODULE("guarder", MODULE_SYSTEM);
DEIMOS_INTERFACE("service", "service", service, SERVICE_METHODS);
DEIMOS_INTERFACE("guarder", "guarder", control, "of die");
