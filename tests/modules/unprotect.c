/* SPDX-License-Identifier: MIT */
/* A client touched what it may not: it may now, unless it is page 0. */
#include "deimos.h"
#include "memory.h"

DEIMOS_RECEPTACLE(memory, memory, "memory");

static int access(int space, u32 address, u32 kind)
{
    (void)kind;
    return memory->protect(space, address & ~(PAGE_SIZE - 1), PAGE_SIZE,
                           ACCESS_READ | ACCESS_WRITE) == 0;
}

static const struct trap table = { access };

DEIMOS_MODULE("unprotect", MODULE_APPLICATION);
DEIMOS_INTERFACE("trap", "trap", table, TRAP_METHODS);
