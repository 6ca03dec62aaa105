/* SPDX-License-Identifier: MIT */
/* A client whose receptacle has the methods of an interface. */
#include "client.h"

static const struct client_services *volatile client;

DEIMOS_SLOTS_(client, 1, "client", .methods = "print");
DEIMOS_MODULE("bad_fields", MODULE_APPLICATION,
              .init = (int (*)(int))client_main);

int client_main(u32 argument)
{
    return client->null() + (int)argument;
}
