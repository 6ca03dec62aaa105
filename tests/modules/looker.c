/* SPDX-License-Identifier: MIT */
/* What ring 1 learns by instructions that are not privileged, selector by
 * selector and register by register. */
#include "deimos.h"

#define SELECTORS 65536u

enum { LAR, LSL, VERR, VERW };

static u32 ask(u32 what, u32 selector)
{
    u32 found = 0, value = 0;

    switch (what) {
    case LAR:
        __asm__ volatile("lar %2, %1\n\tsetz %b0" : "+q"(found), "+r"(value)
                         : "r"(selector) : "cc");
        break;
    case LSL:
        __asm__ volatile("lsl %2, %1\n\tsetz %b0" : "+q"(found), "+r"(value)
                         : "r"(selector) : "cc");
        break;
    case VERR:
        __asm__ volatile("verr %w1\n\tsetz %b0" : "+q"(found) : "r"(selector)
                         : "cc");
        break;
    default:
        __asm__ volatile("verw %w1\n\tsetz %b0" : "+q"(found) : "r"(selector)
                         : "cc");
    }
    return found;
}

/* A bit for each that answers; how many do. */
static int scan(u32 what, u8 *bits)
{
    int count = 0;

    __builtin_memset(bits, 0, SELECTORS / 8);
    for (u32 selector = 0; selector < SELECTORS; selector++)
        if (ask(what, selector)) {
            bits[selector / 8] |= (u8)(1 << selector % 8);
            count++;
        }
    return count;
}

/* ORDER tests/protect/disclosed.lua */
static int registers(u32 *words)
{
    struct { u16 pad, limit; u32 base; } table = { 0, 0, 0 };

    __asm__ volatile("sgdt %0" : "=m"(table.limit), "=m"(table.base));
    words[0] = table.base;
    __asm__ volatile("sidt %0" : "=m"(table.limit), "=m"(table.base));
    words[1] = table.base;
    __asm__ volatile("sldt %0" : "=r"(words[2]));
    __asm__ volatile("str %0" : "=r"(words[3]));
    __asm__ volatile("smsw %0" : "=r"(words[4]));
    return 0;
}

static int rdpmc(void)
{
    u32 low;

    __asm__ volatile("rdpmc" : "=a"(low) : "c"(0) : "edx");
    return (int)low;
}

static const struct {
    int (*scan)(u32 what, u8 *bits), (*registers)(u32 *words), (*rdpmc)(void);
} table = { scan, registers, rdpmc };

DEIMOS_MODULE("looker", MODULE_APPLICATION);
DEIMOS_INTERFACE("looker", "looker", table, "scan registers rdpmc");
