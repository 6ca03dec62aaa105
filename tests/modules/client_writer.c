/* SPDX-License-Identifier: MIT */
/* Takes the right to write from a page of its own, and writes there. */
#include "client.h"

CLIENT("writer");

#define PAGE 4096u

static u8 pages[2 * PAGE];

int client_main(u32 argument)
{
    const u32 at = ((u32)pages + PAGE - 1) & ~(PAGE - 1);
    const int error = client->protect(at, PAGE, 1);

    if (error < 0)
        return error;
    *(volatile u32 *)at = argument;
    return (int)*(volatile u32 *)at;
}
