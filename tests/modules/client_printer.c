/* SPDX-License-Identifier: MIT */
/* Prints what it is told to: the argument is the address of two words, where a
 * text begins and how long it is. */
#include "client.h"

CLIENT("printer");

int client_main(u32 argument)
{
    const u32 *text = (const u32 *)argument;

    return client->print((const char *)text[0], text[1]);
}
