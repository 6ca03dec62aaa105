/* SPDX-License-Identifier: MIT */
/* Does nothing and gives its argument back. */
#include "client.h"

CLIENT("null_client");

int client_main(u32 argument)
{
    return client->null() ? -1 : (int)argument;
}
