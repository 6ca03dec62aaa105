/* SPDX-License-Identifier: MIT */
/* Says who it is, and gives its argument back. */
#include "client.h"

CLIENT("hello");

static char line[] = "hello from client 0\n";

int client_main(u32 argument)
{
    line[sizeof(line) - 3] = (char)('0' + argument % 10);
    if (client->print(line, sizeof(line) - 1) != (int)sizeof(line) - 1)
        return -1;
    return (int)argument;
}
