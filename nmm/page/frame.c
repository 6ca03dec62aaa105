/* SPDX-License-Identifier: MIT */
/* The frame table. */
#include "frame.h"

#include "../../core/lib/string.h"
#include "../../core/memory/memory.h"

struct frame *frame_table;
u32 frame_table_bytes;

void frame_init(void)
{
    frame_table = (struct frame *)memory.frames;
    frame_table_bytes = (memory.end >> PAGE_SHIFT) * sizeof(struct frame);
    memset(frame_table, 0, frame_table_bytes);
}

void frame_set_tags(paddr_t base, u32 size, u32 tag, u32 common)
{
    struct frame *frame = frame_at(base);

    for (u32 pages = size >> PAGE_SHIFT; pages > 0; pages--, frame++) {
        frame->tag = tag;
        frame->mappings = frame_mappings(frame) | common;
    }
}

u32 frame_count_mappings(paddr_t base, u32 size)
{
    const struct frame *frame = frame_at(base);
    u32 sum = 0;

    for (u32 pages = size >> PAGE_SHIFT; pages > 0; pages--)
        sum += frame_mappings(frame++);
    return sum;
}
