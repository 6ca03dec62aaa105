/* SPDX-License-Identifier: MIT */
/* The division of physical memory. */
#include "memory.h"

#include "../../nmm/page/frame.h"
#include "../layout.h"

#define UPS_LEAST       (6u << 20)  /* the Lua interpreter and its heap */
#define TABLE_REACH     (4u << 20)  /* what one page table maps */
#define SPARE_LEAST     64u         /* frames of the pool for other VSASs */
#define SPARE_MOST      1024u
#define SPARE_SHARE     128u        /* one in so many frames of RAM */

struct memory memory;

static u32 page_up(u32 value)
{
    return (value + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
}

/* One directory, the identity tables, and a share for other spaces. */
static u32 pool_frames(paddr_t end)
{
    const u32 identity = 1 + (end + TABLE_REACH - 1) / TABLE_REACH;
    u32 spare = (end >> PAGE_SHIFT) / SPARE_SHARE;

    if (spare < SPARE_LEAST)
        spare = SPARE_LEAST;
    if (spare > SPARE_MOST)
        spare = SPARE_MOST;
    return identity + spare;
}

const char *memory_divide(struct memory *m, paddr_t start, paddr_t end,
                          paddr_t image_end, u32 archive_size,
                          u32 loader_size, u32 cm_size)
{
    if (start > CORE_BASE || end <= image_end)
        return "no RAM where the core is";
    end &= ~(PAGE_SIZE - 1);
    m->end = end;
    m->archive = page_up(image_end);
    m->core_end = m->archive + page_up(archive_size);
    m->frames = m->core_end;
    m->pool = m->frames + page_up(nmm_frame_table_size(end));
    m->pool_end = m->pool + pool_frames(end) * PAGE_SIZE;
    m->ups = m->pool_end;
    m->cm = end - cm_size;
    m->manager = m->cm - loader_size;
    if (m->ups > end || m->manager > end || m->manager < m->ups ||
        m->manager - m->ups < UPS_LEAST)
        return "too little memory";
    return NULL;
}
