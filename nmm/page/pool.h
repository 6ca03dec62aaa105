/* SPDX-License-Identifier: MIT */
/*
 * The pool: frames for page directories, page tables and the maps of VSASs,
 * in core memory, where ring 1 cannot write them.
 *
 * Invariant: every free frame is zero but for its first word, which links
 * the free list. A frame is cleared when it comes back, not when it is
 * handed out: a fault that needs a new page table waits for the one, nobody
 * for the other.
 */
#pragma once

#include "../../core/api/types.h"

/* Cut whole frames off the pool's start, for good; NULL if it is too small.
 * Before pool_init() only. Zeroed. */
void *pool_reserve(u32 frames);

/* Link the rest. */
void pool_init(void);

void *pool_create(void);                /* a zeroed frame, or NULL */
void pool_destroy(void *frame);
u32 pool_count(void);                   /* of free frames */
