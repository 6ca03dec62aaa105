/* SPDX-License-Identifier: MIT */
/* A client with a function for the CM, which would call it at ring 1. */
#include "client.h"

static const struct client_services *volatile client;

static void leave(void)
{
}

DEIMOS_SLOTS_(client, 1, "client");
DEIMOS_MODULE("bad_exit", MODULE_APPLICATION,
              .init = (int (*)(int))client_main, .exit = leave);

int client_main(u32 argument)
{
    return client->null() + (int)argument;
}
