/* SPDX-License-Identifier: MIT */
/* Grows by 16 bytes, and wants the answer at its argument. */
#include "client.h"

CLIENT("answer");

int client_main(u32 argument)
{
    return client->grow(16, (u32 *)argument);
}
