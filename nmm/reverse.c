/* SPDX-License-Identifier: MIT */
/* Reverse lookup by scanning the page tables of one space. */
#include "reverse.h"

#include "identity.h"
#include "nmm.h"
#include "region.h"
#include "scan.h"

/* A stretch of linear addresses, table by table. */
static u32 scan_stretch(const struct space *space, laddr_t page, u32 pages,
                        paddr_t frame)
{
    while (pages > 0) {
        const u32 *entries = space_entry(space, page);
        u32 index = (page >> PAGE_SHIFT) % TABLE_ENTRIES;
        u32 n = TABLE_ENTRIES - index < pages ? TABLE_ENTRIES - index : pages;

        if (entries != NULL) {
            u32 found = scan_entries(entries, n, frame);

            if (found != SCAN_NONE)
                return page + found * PAGE_SIZE;
        }
        page += n * PAGE_SIZE;
        pages -= n;
    }
    return PHYS_NOT_MAPPED;
}

/* Only the pages of self-backed regions can map other frames than theirs. */
static u32 scan_self_backed(const struct space *space, paddr_t frame)
{
    for (u32 i = 0; i < space->map.count; i++) {
        const struct region *region = &regions[space->map.index[i]];

        if (!(region->flags & REGION_SELF_BACKED))
            continue;
        u32 found = scan_stretch(space, space->linear + region->base,
                                 region->size >> PAGE_SHIFT, frame);
        if (found != PHYS_NOT_MAPPED)
            return found - space->linear;
    }
    return PHYS_NOT_MAPPED;
}

u32 reverse_find(const struct space *space, paddr_t frame)
{
    if (frame >> PAGE_SHIFT >= identity.pages)
        return PHYS_NOT_MAPPED;
    if (space_is_virtual(space))
        return scan_stretch(space, space->map.low,
                            space->map.size >> PAGE_SHIFT, frame);
    if (entry_is_direct(identity.entries[frame >> PAGE_SHIFT]) &&
        map_contains(&space->map, frame - space->linear, PAGE_SIZE))
        return frame - space->linear;
    return scan_self_backed(space, frame);
}
