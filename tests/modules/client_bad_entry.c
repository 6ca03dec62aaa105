/* SPDX-License-Identifier: MIT */
/* A client that begins in its data. */
#include "client.h"

static const struct client_services *volatile client;
static u8 code[] = { 0xc3 };

DEIMOS_SLOTS_(client, 1, "client");
DEIMOS_MODULE("bad_entry", MODULE_APPLICATION,
              .init = (int (*)(int))(void *)code);

int client_main(u32 argument)
{
    return client->null() + (int)argument;
}
