/* SPDX-License-Identifier: MIT */
/*
 * Slots: pages of the UPS at which the module maps frames, to clear, read and
 * write them. Slots 0 to RESERVE - 1 are for the reserve (resident/reserve.h);
 * the rest serve whoever needs one for a moment.
 */
#pragma once

#define RESERVE 64                 /* a power of two */

#include "frame.h"

extern u32 slot_base;           /* address of slot 0 */

int slot_create_all(void);
void slot_destroy_all(void);
/* They can be used: paging is on. */
int slot_are_valid(void);
/* The frame in that slot; NULL: another model has it. */
void *slot_take(u32 frame, u32 slot);
/* The frame in the slot that it has, or in one that is unused. */
void *slot_map(u32 frame);
void slot_release(u32 frame);
void slot_clear(void *page);    /* zeros: slot.S */

/* Of a frame that is in a slot. */
static inline void *slot_address(u32 frame)
{
    return (void *)(slot_base + (frames.at[frame].slot - 1u) * PAGE_SIZE);
}
