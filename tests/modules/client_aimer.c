/* SPDX-License-Identifier: MIT */
/* Enters ring 1 all the time, with its argument in EBP. */
#include "client.h"

CLIENT("aimer");

int client_main(u32 argument)
{
    for (;;)
        __asm__ volatile("push %%ebp\n"
                         "mov %1, %%ebp\n"
                         "mov $1000, %%esi\n"
                         "1: call *%0\n"
                         "dec %%esi\n"
                         "jnz 1b\n"
                         "pop %%ebp"
                         : : "b"(client->null), "D"(argument)
                         : "eax", "ecx", "edx", "esi", "cc", "memory");
}
