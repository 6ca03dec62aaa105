/* SPDX-License-Identifier: MIT */
/* A client whose text knows how far its data is: not under a model that
 * places them apart. */
#include "client.h"

CLIENT("bad_distance");

static volatile u32 word __attribute__((used)) = 5;

int client_main(u32 argument)
{
    u32 value;

    __asm__ volatile("call 1f\n1:\tpopl %0\n\t"
                     "movl word - 1b(%0), %0" : "=r"(value));
    return (int)(value + argument);
}
