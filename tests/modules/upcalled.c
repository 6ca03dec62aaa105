/* SPDX-License-Identifier: MIT */
/* Tells what its init has found in the registers that nobody passed it. */
#include "deimos.h"

static u32 flags, selectors[4];

static int init(int self)
{
    __asm__ volatile("pushf\n\tpop %0" : "=r"(flags));
    __asm__ volatile("mov %%ds, %0\n\tmov %%es, %1\n\tmov %%fs, %2\n\t"
                     "mov %%gs, %3"
                     : "=r"(selectors[0]), "=r"(selectors[1]),
                       "=r"(selectors[2]), "=r"(selectors[3]));
    (void)self;
    return 0;
}

static int get_flags(void)
{
    return (int)flags;
}

static int selector(u32 i)
{
    return (int)(selectors[i % 4] & 0xffff);
}

static const struct {
    int (*flags)(void), (*selector)(u32 i);
} table = { get_flags, selector };

DEIMOS_MODULE("upcalled", MODULE_SYSTEM, .init = init);
DEIMOS_INTERFACE("upcalled", "upcalled", table, "flags selector");
