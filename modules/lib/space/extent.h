/* SPDX-License-Identifier: MIT */
/*
 * What a space has mapped: stretches of its addresses, in no order. Pure.
 *
 * Invariant: they do not overlap; base and size are whole pages, size not 0.
 */
#pragma once

#include "../../api/area.h"

#define EXTENTS 32              /* of a space */

struct extent {
    u32 base, size;             /* client addresses */
    u32 access;                 /* enum memory_access */
    u32 most;                   /* what protect() and share() may give */
    u32 kind;                   /* enum area_kind */
    u32 memory;                 /* slot of struct backing + 1, or 0 */
    u32 offset;                 /* of its base in that memory */
    u32 region;                 /* handle of its mapping, or 0 */
};

struct extents {
    u32 count;
    struct extent at[EXTENTS];
};

/* The one that has the address, or NULL. */
struct extent *extent_find(struct extents *all, u32 address);
/* The lowest that begins there or above, or NULL: to visit them in order. */
const struct extent *extent_next(const struct extents *all, u32 from);
/* What map(), share() or attach() made there, with just that many pages; or NULL. */
struct extent *extent_mapped(struct extents *all, u32 address, u32 size);
/* Whether one has any of [base, + size). */
int extent_overlaps(const struct extents *all, u32 base, u32 size);
/* The lowest free stretch of that size in [first, last); 0: none. */
u32 extent_gap(const struct extents *all, u32 first, u32 last, u32 size);
/* A copy of e into the table; NULL: full. */
struct extent *extent_add(struct extents *all, const struct extent *e);
/* The last one takes its place, and is there twice meanwhile. */
void extent_remove(struct extents *all, struct extent *e);
/* How many have that memory. */
u32 extent_uses(const struct extents *all, u32 memory);
/* Round up to pages; 0 if it does not fit 32 bits, or is 0. */
u32 extent_pages(u32 size);
