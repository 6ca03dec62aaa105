/* SPDX-License-Identifier: MIT */
#include "peer.h"

#include "guard.h"

const struct memory *volatile peers[PEERS];
DEIMOS_SLOTS_(peers, PEERS, "memory");

u32 peer_lost;

int peer_reclaim(paddr_t frame)
{
    struct frame_info info;
    int error = nmm->frame_status(frame, &info);

    if (error < 0)
        return error;
    if (!info.mappings)
        return E_OWNER;         /* not taken, but not ours to use */
    if (info.mapper == frames.self)
        return E_BUSY;
    for (u32 i = 0; i < PEERS; i++) {
        error = guard_call(peers[i]->release_frame, frame, 0, 0, 1);
        if (error == E_OK)
            return E_OK;
    }
    return E_BUSY;
}
