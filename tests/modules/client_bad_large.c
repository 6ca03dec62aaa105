/* SPDX-License-Identifier: MIT */
/* A client that does not fit anywhere. */
#include "client.h"

CLIENT("bad_large");

static volatile u32 words[20 << 20];

int client_main(u32 argument)
{
    words[argument] = 1;
    return (int)words[argument + 1];
}
