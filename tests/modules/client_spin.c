/* SPDX-License-Identifier: MIT */
/* Stays at ring 3: argument rounds of a long loop, and a word of its own. */
#include "client.h"

CLIENT("spin");

static volatile u32 word;

int client_main(u32 argument)
{
    for (u32 i = 0; i < argument * 1000; i++)
        word += i;
    return (int)argument;
}
