/* SPDX-License-Identifier: MIT */
/*
 * Frames of REGION_COMMON regions: whoever owns such a region may borrow a
 * frame of another's while no page maps it. It is the owner's again when the
 * last page of the borrower lets go of it. If the owner's module goes before
 * that, its region becomes nobody's, and goes with the last such page.
 */
#pragma once

#include "../page/frame.h"
#include "../space/region.h"

/* May a module whose tag the frame does not carry map it? E_OK, E_OWNER, or
 * E_BUSY: yes, but somebody else's page maps it. */
int common_check(u32 owner, const struct frame *frame);

/* Checked, and about to be mapped by that module. */
static inline void common_borrow(u32 owner, struct frame *frame)
{
    if (frame->tag == frame_tag_backing(owner))
        return;
    frame->tag = frame_tag_backing(owner);
    frame->mappings |= FRAME_BORROWED;
}

/* No page maps a borrowed frame any more. */
void common_return(struct frame *frame);

/* The owner goes. Before: its own pages have gone. True if others map some of
 * the frames, so that the region must stay; it is not the owner's then. */
bool common_abandon(struct region *region);
