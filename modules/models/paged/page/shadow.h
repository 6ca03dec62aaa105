/* SPDX-License-Identifier: MIT */
/*
 * The shadow of a space: one word for each page of its window, which says what
 * may be done there, and which page it is.
 *
 *      31                  12 11 10 9  8    7     6      5     4    3   2 1 0
 *      page's index, 0: none  unused OPEN  NO_X  NO_W   GUARD COPY USED X W R
 *
 * A word that is exactly SHADOW_DEMAND has no page yet: it reads as zeros, and
 * the fast way of a fault (fault.S) puts the next clear frame there.
 */
#pragma once

#define SHADOW_READ     1               /* as ACCESS_READ, and so on */
#define SHADOW_WRITE    2
#define SHADOW_EXECUTE  4
#define SHADOW_USED     8               /* no other map() may have it */
#define SHADOW_COPY     16              /* copy on write */
#define SHADOW_GUARD    32              /* nobody's, and not to be had; if
                                           USED: closed, but for OPEN */
#define SHADOW_NO_WRITE 64              /* shared for less, for good */
#define SHADOW_NO_EXECUTE 128           /* likewise */
#define SHADOW_OPEN_READ 256            /* of one that is closed: who watches */
#define SHADOW_OPEN_WRITE 512           /* lets it be touched for that */
#define SHADOW_WATCH    (SHADOW_GUARD | SHADOW_OPEN_READ | SHADOW_OPEN_WRITE)
#define SHADOW_OPEN     8               /* from a right to its OPEN_... */
#define SHADOW_DENIED   5               /* from a right to its NO_... */
#define SHADOW_RIGHTS   7
#define SHADOW_DEMAND   11              /* USED, READ, WRITE, no page */
#define SHADOW_SHIFT    12              /* above: the page's index */

#include "deimos.h"
#include "memory.h"

_Static_assert(SHADOW_READ == ACCESS_READ && SHADOW_WRITE == ACCESS_WRITE &&
               SHADOW_EXECUTE == ACCESS_EXECUTE, "rights are stored as given");
_Static_assert(SHADOW_OPEN_READ == SHADOW_READ << SHADOW_OPEN &&
               SHADOW_OPEN_WRITE == SHADOW_WRITE << SHADOW_OPEN,
               "bits are moved together");
_Static_assert(SHADOW_NO_WRITE == SHADOW_WRITE << SHADOW_DENIED &&
               SHADOW_NO_EXECUTE == SHADOW_EXECUTE << SHADOW_DENIED &&
               SHADOW_DEMAND == (SHADOW_USED | SHADOW_READ | SHADOW_WRITE),
               "bits are moved together");

/* The page that it names, as it stands in a shadow; and the rest of it. */
#define SHADOW_PAGE(shadow) ((shadow) & ~((1u << SHADOW_SHIFT) - 1))
#define SHADOW_REST(shadow) ((shadow) & ((1u << SHADOW_SHIFT) - 1))

/* Of a page that is closed: what is left. Not in the way of those that are not. */
static __attribute__((noinline, unused)) u32 shadow_left(u32 shadow, u32 flags)
{
    if (!(shadow & SHADOW_OPEN_READ))
        flags &= ~(u32)MAP_USER;
    if (!(shadow & SHADOW_OPEN_WRITE))
        flags &= ~(u32)MAP_WRITE;
    return flags;
}

/* What it allows, as bits of a page-table entry. The processor has neither
 * "write only" nor "execute only". */
static inline u32 shadow_flags(u32 shadow)
{
    u32 flags = MAP_PRESENT;

    if (shadow & SHADOW_RIGHTS)
        flags |= MAP_USER;
    if ((shadow & (SHADOW_WRITE | SHADOW_COPY)) == SHADOW_WRITE)
        flags |= MAP_WRITE;
    if (__builtin_expect(shadow & SHADOW_GUARD, 0))
        return shadow_left(shadow, flags);
    return flags;
}

/* Who watches is to be told of such a touch, which is allowed. */
static inline int shadow_is_closed(u32 shadow, u32 access)
{
    return shadow & SHADOW_GUARD && !(shadow & access << SHADOW_OPEN);
}

/* What share() and attach() give: `access`, and never more than that. */
static inline u32 shadow_lent(u32 access)
{
    return SHADOW_USED | access |
           (~access & (SHADOW_WRITE | SHADOW_EXECUTE)) << SHADOW_DENIED;
}

/* The most that protect() and share() may give there. */
static inline u32 shadow_most(u32 shadow)
{
    return SHADOW_RIGHTS & ~(shadow >> SHADOW_DENIED &
                             (SHADOW_WRITE | SHADOW_EXECUTE));
}

/* Whether protect() and share() may give `access` there. */
static inline int shadow_may(u32 shadow, u32 access)
{
    return !((access & (SHADOW_WRITE | SHADOW_EXECUTE)) << SHADOW_DENIED &
             shadow);
}
