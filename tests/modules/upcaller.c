/* SPDX-License-Identifier: MIT */
/*
 * Asks the core for an upcall, the load of a module that has an init, with
 * flags and an FS of its choice; and dies with a GS of its choice.
 */
#include "deimos.h"

DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

/* The handle, or the error. */
static int load(u32 flags, u32 selector)
{
    const u32 words[] = { selector, flags, (u32)"upcalled", (u32)cm->load };
    int result;

    __asm__ volatile(
        "mov (%1), %%fs\n\t"
        "pushl 8(%1)\n\t"
        "mov 12(%1), %%edi\n\t"
        "pushf\n\tmov 4(%1), %%eax\n\torl %%eax, (%%esp)\n\tpopf\n\t"
        "call *%%edi\n\t"
        "cld\n\tpushl $2\n\tpopf\n\t"
        "add $4, %%esp\n\t"
        "xor %%ecx, %%ecx\n\tmov %%ecx, %%fs"
        : "=&a"(result) : "S"(words) : "edi", "ecx", "edx", "memory", "cc");
    return result;
}

static int die(u32 selector)
{
    __asm__ volatile("mov %0, %%gs\n\tud2" : : "r"(selector));
    return 0;
}

static const struct {
    int (*load)(u32 flags, u32 selector), (*die)(u32 selector);
} table = { load, die };

DEIMOS_MODULE("upcaller", MODULE_SYSTEM);
DEIMOS_INTERFACE("upcaller", "upcaller", table, "load die");
