/* SPDX-License-Identifier: MIT */
/* Adds one to the word at its argument, an address of whatever kind, and
 * gives back what it was. Argument 0: it grows, far enough to move. */
#include "client.h"

#include "far.h"

CLIENT("far");

int client_main(u32 argument)
{
    u32 at;

    if (!argument)
        return client->grow(1 << 20, &at);
    const u32 was = far_load(argument, 0);
    far_store(argument, 0, was + 1);
    return (int)was;
}
