/* SPDX-License-Identifier: MIT */
/*
 * The ring of pages that have a clear frame, for fault.S to take. Position i
 * is at slot i, which goes on mapping the frame until the position is filled
 * again: so nobody else could take it, and write to it, meanwhile.
 *
 * Filled behind the head and under the lock; the head and the count are moved
 * by XADD, so that a fault on any thread may come in between.
 */
#pragma once

#include "../page/page.h"

extern struct page *ring_pages[];
extern volatile u32 ring_head;          /* the next to be taken */
extern volatile int ring_available;
extern volatile u32 ring_faults;        /* served by fault.S alone */
extern u32 ring_told;                   /* up to here, the policy knows them */

/* With free frames, as far as they and the limit go. */
void ring_fill(void);
/* Its pages end; their frames are free. */
void ring_drain(void);
/* The next page, which ends: its frame, in a slot and clear; E_NOMEM. */
int ring_take(void);
u32 ring_count(void);
/* The policy is told which frames fault.S has placed since. */
void ring_tell(void);
/* From fault.S: a page that it took, but found no place for. */
void ring_return(struct page *page);

static inline void ring_note(void)
{
    if (ring_told != ring_head)
        ring_tell();
}
