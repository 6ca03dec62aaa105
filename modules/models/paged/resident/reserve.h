/* SPDX-License-Identifier: MIT */
/*
 * The reserve of pages that have a clear frame, for fault.S to take. Position i
 * is at slot i, which goes on mapping the frame until the position is filled
 * again: so nobody else could take it, and write to it, meanwhile.
 *
 * Filled behind the head and under the lock; the head and the count are moved
 * by XADD, so that a fault on any thread may come in between.
 */
#pragma once

#include "../page/page.h"

extern struct page *reserve_pages[];
extern volatile u32 reserve_head;       /* the next to be taken */
extern volatile int reserve_available;
extern volatile u32 reserve_faults;     /* served by fault.S alone */
extern u32 reserve_told;                /* up to here, the policy knows them */

/* With free frames, as far as they and the limit go. */
void reserve_fill(void);
/* Its pages end; their frames are free. */
void reserve_drain(void);
/* The next page, which ends: its frame, in a slot and clear; E_NOMEM. */
int reserve_take(void);
u32 reserve_count(void);
/* The policy is told which frames fault.S has placed since. */
void reserve_tell(void);
/* From fault.S: a page that it took, but found no place for. */
void reserve_return(struct page *page);

static inline void reserve_note(void)
{
    if (reserve_told != reserve_head)
        reserve_tell();
}
