/* SPDX-License-Identifier: MIT */
/* Pages of a self-backed region of the UPS, for experiments. */
#pragma once

#include "deimos.h"

/* `pages` pages from base on show the frames from `frame` on, and can be
 * written. */
static inline int mapped_pages(const struct nmm *nmm, saddr_t base,
                               paddr_t frame, u32 pages)
{
    for (u32 i = 0; i < pages; i++) {
        const u32 offset = i * PAGE_SIZE;
        const int error = nmm->create_page_mapping(
            NMM_UPS, base + offset, (frame + offset) | MAP_PRESENT |
            MAP_WRITE);

        if (error < 0)
            return error;
    }
    return 0;
}
