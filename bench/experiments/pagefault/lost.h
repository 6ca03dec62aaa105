/* SPDX-License-Identifier: MIT */
/* Case lost: the free frame belongs to a space of another model by now. */
#pragma once

#include "pagefault.h"

#define PEER_FRAMES 8u
#define PEER_PAGES 16u                  /* so PEER_FRAMES of them are the
                                           other model's */

DEIMOS_RECEPTACLE(peer, memory, "memory");
DEIMOS_RECEPTACLE(peer_control, paged_control, "paged");

static u32 other_at;                    /* the second space's area */
static u32 peer_before;                 /* bytes in memory */

static inline int set_up_peer(void)
{
    int error = peer_control->configure(PEER_FRAMES, 0, PAGES_WINDOW);

    other_model = peer;
    if (error >= 0)
        error = other = peer->create();
    return error < 0 ? error :
           peer->map(other, 0, RING3_AREA, RING3_ACCESS, &other_at);
}

/* The peer comes later: it finds the frames of this one. */
static inline int set_up_lost(u32 x)
{
    (void)x;
    const int error = set_up_area(FRAMES);
    return error < 0 ? error : set_up_peer();
}

static inline int write_peer(u32 i)
{
    const u32 word = TAG(sample + i);

    return peer->write(other, other_at + i * PAGE_SIZE, &word, sizeof(word));
}

/* The clear frames are this model's, the next ones the peer has. */
static inline int prepare_lost(void)
{
    int error = peer_control->limit(1);

    if (error >= 0)
        error = renew(peer, other, other_at);
    if (error >= 0)
        error = prepare_no_clear();
    if (error >= 0)
        error = control->limit(0);
    if (error >= 0)
        error = peer_control->limit(PEER_PAGES);
    for (u32 i = 0; i < PEER_PAGES && error >= 0; i++)
        error = write_peer(i);
    before = usage_of(memory);
    peer_before = usage_of(peer).resident;
    return error < 0 ? error : expect_absent();
}

static inline int peer_is_whole(void)
{
    for (u32 i = 0; i < PEER_PAGES; i++) {
        u32 word = 0;
        if (peer->read(other, other_at + i * PAGE_SIZE, &word,
                       sizeof(word)) < 0 || word != TAG(sample + i))
            return 0;
    }
    return 1;
}

static inline int check_lost(void)
{
    const struct memory_usage now = usage_of(memory);
    const u32 peer_now = usage_of(peer).resident;

    return verdict(now.lost - before.lost == 1 && is_stored(0) &&
                   peer_before - peer_now == PAGE_SIZE && peer_is_whole());
}
