/* SPDX-License-Identifier: MIT */
/* What only paged has: interface type "paged". */
#pragma once

#include "../../core/api/types.h"

struct paged_control {
    /* Sizes, in pages: of the frames, of the table of pages, of the
     * window of each new space; 0: as it is. Before there is a space.
     * E_BUSY, E_RANGE, E_NOMEM: then as before. */
    int (*configure)(u32 frames, u32 pages, u32 window);
    /* At most so many pages in memory, pinned ones aside; 0: as many as there
     * are frames. Pages beyond it are evicted at once. */
    int (*limit)(u32 frames);
    /* Those pages are in memory from now on; size 0: all that the space has.
     * What touching them refuses. */
    int (*pin)(int space, u32 address, u32 size);
    /* The store has all that named objects have. */
    int (*sync)(void);
    /* Clear frames, for faults to come; how many there are. For whoever has
     * the time. */
    int (*idle)(void);
    /* The word of struct memory_usage with that number, of the whole model:
     * for scripts. E_RANGE. */
    int (*count)(u32 what);
};

#define PAGED_METHODS "configure limit pin sync idle count"
