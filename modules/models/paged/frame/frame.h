/* SPDX-License-Identifier: MIT */
/*
 * The table of frames: the model's own, of a REGION_COMMON region, and those
 * of other models that were there before, which it may borrow while they are
 * free. A frame is named by its number in the table.
 */
#pragma once

#include "space/parts.h"

struct page;

enum frame_state { FRAME_IS_FREE, FRAME_IS_USED, FRAME_IS_LOST };

struct frame {
    paddr_t address;
    struct page *page;          /* whose content it has, or NULL */
    u32 next;                   /* free or lost: number + 1 of the next */
    u8 state;
    u8 slot;                    /* slot + 1 that maps it (slot.h); 0: none */
    u8 reserved[2];
};

struct frame_table {
    struct frame *at;
    u32 count;
    u32 self;                   /* module handle: whose frames are its own */
    u32 first_free, first_lost; /* number + 1 */
    u32 free;                   /* how many are in the list of free ones */
    u32 resident;               /* how many pages have one and are not pinned */
    u32 limit;                  /* of these; 0: none */
};

extern struct frame_table frames;

/* `wanted` of its own, and what other models have. E_NOMEM, E_BUSY: then what
 * there is goes with frame_destroy_all(). */
int frame_create_all(u32 wanted);
void frame_destroy_all(void);
/* In use no more. */
void frame_give(u32 number);
/* It was free, but another model has it: not tried again until frame_retry. */
void frame_lose(u32 number);
/* The list of free frames in their order, with those that were lost. */
void frame_sort(void);
void frame_retry(void);

/* A page more in memory would be more than the limit. */
static inline int frame_limit_reached(void)
{
    return frames.limit && frames.resident >= frames.limit;
}

/* The first of the free ones, in use from now on: its number; E_NOMEM. */
static inline int frame_take(void)
{
    const u32 first = frames.first_free;

    if (!first)
        return E_NOMEM;
    frames.first_free = frames.at[first - 1].next;
    frames.free--;
    frames.at[first - 1].state = FRAME_IS_USED;
    return (int)first - 1;
}
