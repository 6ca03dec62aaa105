/* SPDX-License-Identifier: MIT */
/*
 * Reverse lookup by scanning the page tables of one space, and the walk over
 * all that builds the other structures.
 */
#include "reverse_scan.h"

#include "../nmm.h"
#include "../space/region.h"
#include "scan.h"

/* A stretch of linear addresses, table by table. */
static u32 scan_stretch(const struct space *space, laddr_t page, u32 pages,
                        paddr_t frame)
{
    while (pages > 0) {
        const u32 *entries = space_entry(space, page);
        u32 index = (page >> PAGE_SHIFT) % TABLE_ENTRIES;
        u32 n = TABLE_ENTRIES - index < pages ? TABLE_ENTRIES - index : pages;

        if (entries) {
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

u32 reverse_scan(const struct space *space, paddr_t frame)
{
    if (space_is_virtual(space))
        return scan_stretch(space, space->map.low,
                            space->map.size >> PAGE_SHIFT, frame);
    return scan_self_backed(space, frame);
}

typedef void visitor(const struct space *space, laddr_t page,
                     struct frame *frame);

static void visit_stretch(const struct space *space, laddr_t page, u32 pages,
                          visitor *visit)
{
    while (pages > 0) {
        const u32 *entries = space_entry(space, page);
        u32 n = TABLE_ENTRIES - (page >> PAGE_SHIFT) % TABLE_ENTRIES;

        n = n < pages ? n : pages;
        for (u32 i = 0; entries && i < n; i++)
            if (entries[i] & ENTRY_PRESENT)
                visit(space, page + i * PAGE_SIZE, frame_at(entries[i]));
        page += n * PAGE_SIZE;
        pages -= n;
    }
}

static void visit_self_backed(const struct space *space, visitor *visit)
{
    for (u32 i = 0; i < space->map.count; i++) {
        const struct region *region = &regions[space->map.index[i]];

        if (region->flags & REGION_SELF_BACKED)
            visit_stretch(space, space->linear + region->base,
                          region->size >> PAGE_SHIFT, visit);
    }
}

void reverse_each(visitor *visit)
{
    for (u32 i = 0; i < SPACES; i++)
        if (space_is_virtual(&spaces[i]))
            visit_stretch(&spaces[i], spaces[i].map.low,
                          spaces[i].map.size >> PAGE_SHIFT, visit);
        else if (spaces[i].directory)
            visit_self_backed(&spaces[i], visit);
}
