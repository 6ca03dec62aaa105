/* SPDX-License-Identifier: MIT */
/* Has more data than a slice, or a window of 64 pages: it is not run there. */
#include "client.h"

CLIENT("roomy");

static volatile u8 room[8 << 20];

int client_main(u32 argument)
{
    return room[argument];
}
