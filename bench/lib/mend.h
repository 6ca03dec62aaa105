/* SPDX-License-Identifier: MIT */
/* A trap handler that counts: the page is there then, and writable. */
#pragma once

#include "ring3.h"

static u32 traps, trapped_at;           /* calls; the last address */

static int mend(int space, u32 address, u32 access)
{
    const u32 page = address & ~(PAGE_SIZE - 1);
    u32 at;

    (void)access;
    traps++;
    trapped_at = address;
    return memory->protect(space, page, PAGE_SIZE, RING3_ACCESS) == 0 ||
           memory->map(space, page, PAGE_SIZE, RING3_ACCESS, &at) == 0;
}

static const struct trap trap_table = { mend };
