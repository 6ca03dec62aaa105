/* SPDX-License-Identifier: MIT */
/* What a replacement policy sees of the frames: interface "frames". It asks
 * while the model waits for its choice, so the lock is held already. */
#include "paged.h"

static u32 count(void)
{
    return paged.frame_count;
}

static u32 bits(u32 number)
{
    const struct page *page;

    if (number >= paged.frame_count)
        return FRAME_FREE << 16;
    page = paged.frames[number].page;
    if (page == NULL || !page->entry)
        return FRAME_FREE << 16;
    if (page->flags & (PAGE_PINNED | PAGE_HELD) || page->space == NULL)
        return FRAME_PINNED << 16;
    return mapping_bits(page);
}

static void clear_accessed(u32 number)
{
    if (number < paged.frame_count && paged.frames[number].page != NULL)
        mapping_change(paged.frames[number].page, MAP_ACCESSED, 0);
}

static const struct frames frames_table = { count, bits, clear_accessed };

DEIMOS_INTERFACE("frames", "frames", frames_table, FRAMES_METHODS);
