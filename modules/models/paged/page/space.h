/* SPDX-License-Identifier: MIT */
/* What a space is: a client, a VSAS whose window begins at WINDOW, and the
 * shadow of that window. Spaces are made in ../space.c. */
#pragma once

#include "ring3/ring3.h"
#include "space/parts.h"

#define WINDOW NMM_WINDOW_BASE          /* linear: address 0 of a client */
#define SPACES 64

struct space {
    struct client client;       /* first: what the library hands out */
    u32 vsas;                   /* handle of the NMM */
    u32 *shadow;
    u32 pages;                  /* in the window */
    u32 region;                 /* of the shadow */
    u32 end;                    /* of the data area: where grow() goes on */
};

/* NULL if there is none. */
static inline struct space *space_find(int handle)
{
    return (struct space *)spaces_find(handle);
}

/* [address, + size) lies in the window. */
static inline int space_is_window(const struct space *space, u32 address,
                                  u32 size)
{
    const u32 end = space->pages << PAGE_SHIFT;

    return address < end && size <= end - address;
}

/* Where a page of the window is. */
static inline laddr_t space_linear(u32 number)
{
    return WINDOW + number * PAGE_SIZE;
}
