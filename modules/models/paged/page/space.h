/* SPDX-License-Identifier: MIT */
/* What a space is: a client, a VSAS whose window begins at WINDOW, the shadow
 * of that window, and what each of its pages is for. Spaces are made in ../space.c. */
#pragma once

#include "../../../../core/lib/string.h"
#include "area.h"
#include "ring3/ring3.h"
#include "space/parts.h"
#include "stuck.h"

#define WINDOW NMM_WINDOW_BASE          /* linear: address 0 of a client */
#define SPACES 64
#define KIND_BEGINS 8u          /* beside the kind: a mapping begins */

struct space {
    struct client client;       /* first: what the library hands out */
    u32 vsas;                   /* handle of the NMM */
    u32 *shadow;
    u32 pages;                  /* in the window */
    u32 region;                 /* of the shadow */
    u32 end;                    /* of the data area: where grow() goes on */
    u32 fast_pages;             /* those that fault.S may serve: all; or none, once
                                   one has been closed */
    struct stuck stuck;
    u8 *kinds;                  /* what each page is for; 0: map(), which need
                                   not write it, or not used */
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

/* enum area_kind of pages that are used. */
static inline void space_set_kind(const struct space *space, u32 first,
                                  u32 count, u32 kind)
{
    memset(space->kinds + first, (int)(kind ^ AREA_MAP), count);
}

static inline u32 space_kind(const struct space *space, u32 number)
{
    return (space->kinds[number] & ~KIND_BEGINS) ^ AREA_MAP;
}

/* They are one mapping. */
static inline void space_mark(const struct space *space, u32 first, u32 count,
                              u32 kind)
{
    space_set_kind(space, first, count, kind);
    space->kinds[first] |= KIND_BEGINS;
}

/* Where a page of the window is. */
static inline laddr_t space_linear(u32 number)
{
    return WINDOW + number * PAGE_SIZE;
}
