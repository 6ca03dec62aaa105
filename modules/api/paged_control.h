/* SPDX-License-Identifier: MIT */
/* What only paged has: interface type "paged". What needs the frames mapped
 * answers E_PAGING while paging is off. */
#pragma once

#include "../../core/api/types.h"

struct paged_control {
    /* Sizes, in pages: of the frames, of the table of pages, of the
     * window of each new space; 0: as it is. Before there is a space.
     * E_BUSY, E_RANGE, E_NOMEM: then as before. */
    int (*configure)(u32 frames, u32 pages, u32 window);
    /* At most so many pages in memory, pinned ones aside; 0: as many as there
     * are frames. Pages beyond it are evicted at once. 0; E_PAGING; what the
     * policy or the store refuses. */
    int (*limit)(u32 frames);
    /* Those pages are in memory from now on; `address` and `size` in bytes;
     * size 0: all that the space has. E_HANDLE, E_PAGING; what touching them
     * refuses. */
    int (*pin)(int space, u32 address, u32 size);
    /* Write dirty pages of named objects to the store. E_PAGING; what the store
     * refuses. */
    int (*sync)(void);
    /* Clear frames, for faults to come; returns how many are clear. To be
     * called when nothing else is to be done. E_PAGING. */
    int (*idle)(void);
    /* The word of struct memory_usage with that number, of the whole model:
     * for scripts. E_RANGE. */
    int (*count)(u32 what);
};

#define PAGED_METHODS "configure limit pin sync idle count"
