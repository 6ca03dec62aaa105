/* SPDX-License-Identifier: MIT */
/*
 * The shadow of a space: one word for each page of its window, which says what
 * may be done there, and which page it is.
 *
 *      31                  12 11        8 7     6      5     4    3   2 1 0
 *      page's index, 0: none  unused      NO_X  NO_W   GUARD COPY USED X W R
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
#define SHADOW_GUARD    32              /* nobody's, and not to be had */
#define SHADOW_NO_WRITE 64              /* shared for less, for good */
#define SHADOW_NO_EXECUTE 128           /* likewise */
#define SHADOW_DENIED   5               /* from a right to its NO_... */
#define SHADOW_RIGHTS   7
#define SHADOW_DEMAND   11              /* USED, READ, WRITE, no page */
#define SHADOW_SHIFT    12              /* above: the page's index */

#include "deimos.h"
#include "memory.h"

_Static_assert(SHADOW_READ == ACCESS_READ && SHADOW_WRITE == ACCESS_WRITE &&
               SHADOW_EXECUTE == ACCESS_EXECUTE, "rights are stored as given");
_Static_assert(SHADOW_NO_WRITE == SHADOW_WRITE << SHADOW_DENIED &&
               SHADOW_NO_EXECUTE == SHADOW_EXECUTE << SHADOW_DENIED &&
               SHADOW_DEMAND == (SHADOW_USED | SHADOW_READ | SHADOW_WRITE),
               "bits are moved together");

/* The page that it names, as it stands in a shadow; and the rest of it. */
#define SHADOW_PAGE(shadow) ((shadow) & ~((1u << SHADOW_SHIFT) - 1))
#define SHADOW_REST(shadow) ((shadow) & ((1u << SHADOW_SHIFT) - 1))

/* What it allows, as bits of a page-table entry. The processor has neither
 * "write only" nor "execute only". */
static inline u32 shadow_flags(u32 shadow)
{
    u32 flags = MAP_PRESENT;

    if (shadow & SHADOW_RIGHTS)
        flags |= MAP_USER;
    if ((shadow & (SHADOW_WRITE | SHADOW_COPY)) == SHADOW_WRITE)
        flags |= MAP_WRITE;
    return flags;
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
