/* SPDX-License-Identifier: MIT */
/*
 * Page mappings. Invariant: a frame's count in the frame table is the number
 * of present entries, in all tables, that name it and do not map themselves
 * (identity.h); every writer of such entries is in mapping.c.
 */
#pragma once

#include "../../core/api/types.h"
#include "../space/space.h"

struct region;

struct mapping_request {
    u32 owner;                  /* handle of the module that asks */
    u32 space, address, entry;
};

/* CreatePageMapping and InvalidatePageMapping; errors as in nmm.h. */
int mapping_create(const struct mapping_request *request);
int mapping_invalidate(const struct mapping_request *request);

/* Are all these pages in windows of that module? E_OWNER, E_RANGE.
 * Before: they are in the space. */
int mapping_check_pages(const struct space *space, u32 owner, u32 address,
                        u32 pages);

/* Empty these mapped pages. The TLB is the caller's business. */
void mapping_unset(const struct space *space, u32 owner, laddr_t page,
                   u32 pages);

/* Write a checked entry where another, or none, was. Before:
 * reverse_reserve(). */
void mapping_set(const struct space *space, u32 *place, laddr_t page,
                 u32 entry);

/* Empty every entry of [base, base + size) of a space; 0 is left there. */
void mapping_drop(const struct space *space, u32 base, u32 size);

/* Pages of a region of a VSAS that map a frame of [frames, + its size). */
u32 mapping_count(const struct space *space, const struct region *region,
                  paddr_t frames);
