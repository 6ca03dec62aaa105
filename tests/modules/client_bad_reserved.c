/* SPDX-License-Identifier: MIT */
/* A client whose manifest has something in a reserved field. */
#include "client.h"

static const struct client_services *volatile client;

DEIMOS_SLOTS_(client, 1, "client");
DEIMOS_MODULE("bad_reserved", MODULE_APPLICATION,
              .init = (int (*)(int))client_main, .reserved = 1);

int client_main(u32 argument)
{
    return client->null() + (int)argument;
}
