/* SPDX-License-Identifier: MIT */
/*
 * What a memory model with pages tells of them, and how it flushes: interface
 * type "pages". Appel and Li's `dirty` is such a question.
 */
#pragma once

#include "../../core/api/types.h"

struct pages {
    /* MAP_* bits of the page around `address` of a space, as they are now.
     * E_HANDLE, E_RANGE; E_NOTFOUND: none is mapped there. */
    int (*attributes)(int space, u32 address);
    /* How protect() flushes from now on (enum flush_strategy); FLUSH_BEST
     * at first. The one before. E_INVALID. */
    int (*strategy)(u32 strategy);
};

#define PAGES_METHODS "attributes strategy"
