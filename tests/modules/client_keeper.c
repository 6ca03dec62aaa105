/* SPDX-License-Identifier: MIT */
/*
 * Keeps a pattern that names its owner and each address, in its data, its heap
 * and on a page of its own; later it looks whether all is still there. With
 * bit 31 of the argument it writes, else it looks; the rest is the owner.
 * Returns how many words it found, or an error.
 */
#include "client.h"

CLIENT("keeper");

#define WORDS 3000u
#define WRITE 0x80000000u
#define RW 3u

static volatile u32 data[16];
static volatile u32 *heap, *page;

static u32 pattern(u32 owner, const volatile u32 *at)
{
    return owner * 2654435761u ^ (u32)at;
}

static int begin(void)
{
    u32 at;
    int error = client->grow(WORDS * 4, &at);

    if (error < 0)
        return error;
    heap = (volatile u32 *)((at + 3) & ~3u);
    error = client->map(0, 4096, RW, &at);
    page = (volatile u32 *)at;
    return error;
}

static void write(u32 owner, volatile u32 *at, u32 count)
{
    for (u32 i = 0; i < count; i++)
        at[i] = pattern(owner, &at[i]);
}

static int found(u32 owner, const volatile u32 *at, u32 count)
{
    int right = 0;

    for (u32 i = 0; i < count; i++)
        right += at[i] == pattern(owner, &at[i]);
    return right;
}

int client_main(u32 argument)
{
    const u32 owner = argument & ~WRITE;

    if (argument & WRITE) {
        const int error = begin();
        if (error < 0)
            return error;
        write(owner, data, 16);
        write(owner, heap, WORDS - 1);
        write(owner, page, 1024);
    }
    if (!heap)
        return 0;
    return found(owner, data, 16) + found(owner, heap, WORDS - 1) +
           found(owner, page, 1024);
}
