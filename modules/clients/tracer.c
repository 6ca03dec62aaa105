/* SPDX-License-Identifier: MIT */
/*
 * Replays page references: the argument is the address of a batch of them.
 * Beside the page that a reference names it touches this batch, its own code
 * and its stack, and nothing else.
 */
#include "client.h"

CLIENT("tracer");

struct batch {
    u32 base;                   /* address of page 0 of the trace */
    u32 count;
    u32 references[];           /* page << 1 | write */
};

int client_main(u32 argument)
{
    const struct batch *batch = (const struct batch *)argument;

    for (u32 i = 0; i < batch->count; i++) {
        u32 reference = batch->references[i];
        volatile u8 *page = (volatile u8 *)(batch->base +
                                            (reference >> 1) * PAGE_SIZE);

        if (reference & 1)
            *page = 1;
        else
            (void)*page;
    }
    return (int)batch->count;
}
