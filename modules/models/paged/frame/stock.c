/* SPDX-License-Identifier: MIT */
#include "stock.h"

#include "peer.h"
#include "slot.h"

/* Into a slot, from whoever has it; NULL: he keeps it. */
static void *acquire(u32 number)
{
    void *at = slot_map(number);

    if (at)
        return at;
    peer_lost++;
    if (peer_reclaim(frames.at[number].address) < 0)
        return NULL;
    return slot_map(number);
}

int stock_take(void)
{
    int number;

    while ((number = frame_take()) >= 0) {
        if (acquire((u32)number))
            return number;
        frame_lose((u32)number);
    }
    return E_NOMEM;
}

void stock_give(u32 number)
{
    slot_release(number);
    frame_give(number);
}
