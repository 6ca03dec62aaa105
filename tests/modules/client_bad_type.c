/* SPDX-License-Identifier: MIT */
/* A client that wants to be a system module. */
#include "client.h"

static const struct client_services *volatile client;

DEIMOS_SLOTS_(client, 1, "client");
DEIMOS_MODULE("bad_type", MODULE_SYSTEM, .init = (int (*)(int))client_main);

int client_main(u32 argument)
{
    return client->null() + (int)argument;
}
