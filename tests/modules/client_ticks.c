/* SPDX-License-Identifier: MIT */
/* Stays at ring 3 while the timer ticks so many times. */
#include "client.h"

CLIENT("ticks");

int client_main(u32 argument)
{
    u32 start, now;

    GRAPH_READ(system.ticks, start);
    do
        GRAPH_READ(system.ticks, now);
    while (now - start < argument);
    return (int)argument;
}
