/* SPDX-License-Identifier: MIT */
/* The division of physical memory. */
#include "memory.h"

#include "../base/layout.h"

#define UPS_LEAST       (6u << 20)  /* the Lua interpreter and its heap */
#define TABLE_REACH     (4u << 20)  /* what one page table maps */
#define SPARE_LEAST     64u         /* frames of the pool for other VSASs */
#define SPARE_MOST      1024u
#define SPARE_SHARE     128u        /* one in so many frames of RAM */

_Static_assert(CORE_BASE >= REAL_MODE_TOP && CORE_BASE % PAGE_SIZE == 0,
               "virtual-8086 mode");

struct memory memory;

static u32 page_up(u32 value)
{
    return (value + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
}

static u32 table_up(u32 value)
{
    return (value + TABLE_REACH - 1) & ~(TABLE_REACH - 1);
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

/* The core's image and archive in one range, all else in the other, which
 * may be the same. */
static const char *divide(struct memory *m, const struct boot_range *core,
                          const struct boot_range *rest,
                          const struct memory_needs *needs)
{
    m->end = rest->end;
    m->archive = page_up(needs->image_end);
    m->core_end = m->archive + page_up(needs->archive);
    if (m->core_end > core->end || m->core_end < m->archive)
        return "too little memory";
    m->frames = rest == core ? m->core_end : rest->start;
    m->pool = m->frames + page_up((m->end >> PAGE_SHIFT) * needs->frame);
    m->pool_end = m->pool + pool_frames(m->end) * PAGE_SIZE;
    if (m->pool_end < table_up(needs->image_end))
        m->pool_end = table_up(needs->image_end);
    m->ups = m->pool_end;
    m->cm = m->end - needs->cm;
    m->manager = m->cm - needs->loader;
    if (m->ups > m->end || m->manager > m->end || m->manager < m->ups ||
        m->manager - m->ups < UPS_LEAST)
        return "too little memory";
    return NULL;
}

static const struct boot_range *find_core(const struct boot_range *ranges,
                                          u32 count, paddr_t image_end)
{
    for (u32 i = 0; i < count; i++)
        if (ranges[i].start <= CORE_BASE && ranges[i].end > image_end)
            return &ranges[i];
    return NULL;
}

const char *memory_divide(struct memory *m, const struct boot_range *ranges,
                          u32 count, const struct memory_needs *needs)
{
    const struct boot_range *core = find_core(ranges, count,
                                              needs->image_end);
    const char *why = "no RAM where the core is";
    u32 most = 0;

    for (const struct boot_range *r = core; r && r < ranges + count; r++) {
        struct memory one;
        const char *fault = divide(&one, core, r, needs);
        if (!fault && one.manager - one.ups > most) {
            *m = one;
            most = m->manager - m->ups;
        }
        if (r == core && fault)
            *m = one;                   /* what there is, for the message */
        why = most ? NULL : fault;
    }
    return why;
}
