/* SPDX-License-Identifier: MIT */
/* Every frame that is free holds something: a client that gets one that was
 * not cleared sees it around the word that it stores. */
#pragma once

#include "pagefault.h"

static u32 mud[PAGE_SIZE / sizeof(u32)];        /* no word of it is zero */

static inline int soil_page(u32 address)
{
    for (u32 i = 0; i < PAGE_SIZE / sizeof(u32); i++)
        mud[i] = TAG(sample);
    return memory->write(client.space, address, mud, sizeof(mud));
}

static inline int soil(void)
{
    const u32 size = usage_of(memory).free;
    u32 at;
    int error = memory->map(client.space, 0, size, RING3_ACCESS, &at);

    for (u32 i = 0; i < size && error >= 0; i += PAGE_SIZE)
        error = soil_page(at + i);
    return error < 0 ? error : memory->unmap(client.space, at, size);
}
