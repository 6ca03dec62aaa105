/* SPDX-License-Identifier: MIT */
/* A client that wants more than its services. */
#include "client.h"

CLIENT("bad_slots");
DEIMOS_RECEPTACLE(console, console, "console", .from = "console");

int client_main(u32 argument)
{
    return console->write(CONSOLE_TEXT, "out\n", 4) + (int)argument;
}
