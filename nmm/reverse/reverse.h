/* SPDX-License-Identifier: MIT */
/*
 * Reverse lookup: from a frame to a page that maps it (paper 4.3.2), in one
 * of three structures (nmm.h). All answer alike: the first page, by address.
 *
 * Invariant: whoever makes or unmakes a present entry that does not map
 * itself tells it here. Scanning needs no upkeep: there it costs C code one
 * test, and the fast paths nothing, as they have variants (reverse_method.c):
 * whoever selects a structure leads the gates to those.
 */
#pragma once

#include "../../core/api/types.h"
#include "../page/frame.h"
#include "../space/space.h"

extern u32 reverse_kind;                /* enum reverse_structure */

void reverse_init(void);

/* PhysToVirt: the first page, by address, or PHYS_NOT_MAPPED. */
u32 reverse_find(const struct space *space, paddr_t frame);

/* ReverseStructure: the one before, E_INVALID, E_NOMEM. */
int reverse_select(u32 kind);

/* Room to note `pages` more mappings; E_NOMEM. */
int reverse_reserve(u32 pages);

/* Pages of the pool that the structure holds. */
u32 reverse_pages(void);
/* A good time to give back those that it does not need. */
void reverse_trim(void);

void reverse_note(const struct space *space, laddr_t page,
                  struct frame *frame);
void reverse_forget(const struct space *space, laddr_t page,
                    struct frame *frame);

/* The frame's count has gone up by this page, or down. */
static inline void reverse_added(const struct space *space, laddr_t page,
                                 struct frame *frame)
{
    if (reverse_kind)
        reverse_note(space, page, frame);
}

static inline void reverse_removed(const struct space *space, laddr_t page,
                                   struct frame *frame)
{
    if (reverse_kind)
        reverse_forget(space, page, frame);
}
