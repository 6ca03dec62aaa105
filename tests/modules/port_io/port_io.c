/* SPDX-License-Identifier: MIT */
/*
 * Ring 1's port I/O, by every form of the instructions. run() leaves all
 * registers and a buffer behind for value() to tell, so that two runs can be
 * compared; addresses are told relative to the buffer.
 */
#include "deimos.h"

#define BYTES 1280                      /* 300 elements of 4, and some */

struct registers {
    u32 eax, ecx, edx, esi, edi, eflags;
};

struct port_io {
    int (*count)(void);                 /* of forms */
    int (*run)(u32 form, u32 where, u32 value, u32 times, u32 backwards);
    u32 (*value)(u32 which);            /* 0 to 5: registers; then the buffer */
    int (*open)(u32 first, u32 count), (*close)(u32 first, u32 count);
    int (*cost)(u32 where);             /* of one IN, in cycles */
};

DEIMOS_RECEPTACLE(port, port, "port", .from = "port");

extern void (*const forms[])(void), (*const forms_end[])(void);
void forms_call(void (*form)(void), struct registers *registers);

static struct registers last;
static u8 buffer[2 * BYTES];

static int count(void)
{
    return (int)(forms_end - forms);
}

static int run(u32 form, u32 where, u32 value, u32 times, u32 backwards)
{
    u8 *const at = buffer + BYTES;

    if (form >= (u32)count())
        return E_RANGE;
    for (u32 i = 0; i < sizeof(buffer); i++)
        buffer[i] = (u8)(i * 7 + value);
    last = (struct registers){ value, times, where, (u32)at, (u32)at,
                               2 | backwards << 10 };
    forms_call(forms[form], &last);
    last.esi -= (u32)at;
    last.edi -= (u32)at;
    last.eflags &= 0x400;
    return 0;
}

static u32 value(u32 which)
{
    u32 sum = 0;

    if (which < sizeof(last) / sizeof(u32))
        return (&last.eax)[which];
    for (u32 i = 0; i < sizeof(buffer); i++)
        sum = sum * 31 + buffer[i];
    return sum;
}

static int open(u32 first, u32 number)
{
    return port->open(first, number);
}

static int close(u32 first, u32 number)
{
    return port->close(first, number);
}

static u32 tsc(void)
{
    u32 low;

    __asm__ volatile("rdtsc" : "=a"(low) : : "edx");
    return low;
}

static int cost(u32 where)
{
    u8 byte;
    const u32 start = tsc();

    __asm__ volatile("inb %%dx, %%al" : "=a"(byte) : "d"(where));
    return (int)(tsc() - start);
}

static const struct port_io table = { count, run, value, open, close, cost };

DEIMOS_MODULE("port_io", MODULE_SYSTEM);
DEIMOS_INTERFACE("port_io", "port_io", table,
                 "count run value open close cost");
