/* SPDX-License-Identifier: MIT */
/* Page mappings: the checks, and all writing of entries. */
#include "mapping.h"

#include "../../core/api/error.h"
#include "../../core/base/hard.h"
#include "../nmm.h"
#include "../page/frame.h"
#include "../page/paging.h"
#include "../reverse/reverse.h"
#include "../space/region.h"
#include "common.h"

/* In the UPS the tag below the page tells whose window it is. */
static int check_ups_page(laddr_t page, u32 owner)
{
    u32 tag = frame_at(page)->tag;

    if (!(tag & 1))
        return E_RANGE;
    return tag == frame_tag_window(owner) ? E_OK : E_OWNER;
}

int mapping_check_pages(const struct space *space, u32 owner, u32 address,
                        u32 pages)
{
    int error = E_OK;

    if (space->handle == NMM_CORE)
        return E_OWNER;
    if (space_is_virtual(space))
        return space->owner == owner ? E_OK : E_OWNER;
    laddr_t page = space->linear + address;
    for (; pages > 0 && error == E_OK; pages--, page += PAGE_SIZE)
        error = check_ups_page(page, owner);
    return error;
}

/* Is it a page that the caller may map? */
static int check_page(const struct space *space,
                      const struct mapping_request *request)
{
    if (space->handle != NMM_CORE &&
        !map_contains(&space->map, request->address, 1))
        return E_RANGE;
    return mapping_check_pages(space, request->owner, request->address, 1);
}

static int check_entry(const struct mapping_request *request)
{
    u32 flags = request->entry & ~(ENTRY_FRAME | ENTRY_CHOICE);

    if (flags != ENTRY_PRESENT)
        return E_INVALID;
    if (!frame_is_known(request->entry))
        return E_INVALID;
    const struct frame *frame = frame_at(request->entry);
    if (frame->tag == frame_tag_backing(request->owner))
        return E_OK;
    return common_check(request->owner, frame);
}

/* A page of a region that somebody else shares. */
static bool is_fixed(u32 entry)
{
    return entry & ENTRY_PRESENT && entry & ENTRY_SHARED;
}

/* An entry that named it has gone. */
static inline void release(const struct space *space, laddr_t page,
                           u32 entry)
{
    struct frame *frame = frame_at(entry);

    reverse_removed(space, page, frame);
    if (--frame->mappings == (FRAME_BORROWED | FRAME_COMMON))
        common_return(frame);
}

void mapping_set(const struct space *space, u32 *place, laddr_t page,
                 u32 entry)
{
    u32 old = *place;
    bool was_there = old & ENTRY_PRESENT;

    *place = entry;
    if (!was_there || entry_frame(old) != entry_frame(entry)) {
        frame_at(entry)->mappings++;
        reverse_added(space, page, frame_at(entry));
        if (was_there)
            release(space, page, old);
    }
    if (was_there)
        paging_flush(page, PAGE_SIZE);
}

static void unset(const struct space *space, laddr_t page, u32 *place,
                  u32 empty)
{
    u32 old = *place;

    *place = empty;
    release(space, page, old);
}

void mapping_unset(const struct space *space, u32 owner, laddr_t page,
                   u32 pages)
{
    u32 empty = space_is_virtual(space) ? 0 : entry_reserve(owner);

    for (; pages > 0; pages--, page += PAGE_SIZE)
        unset(space, page, space_entry(space, page), empty);
}

int mapping_create(const struct mapping_request *request)
{
    struct space *space = space_find(request->space);

    if (!space)
        return E_HANDLE;
    int error = check_page(space, request);
    if (error == E_OK)
        error = check_entry(request);
    if (error < 0)
        return error;
    laddr_t page = (space->linear + request->address) & ENTRY_FRAME;
    u32 *place = space_entry(space, page);
    if (place && is_fixed(*place))
        return E_OWNER;
    if (reverse_reserve(1) < 0)
        return E_NOMEM;
    if (!place && !hard_fails())
        place = space_entry_create(space, page);
    if (!place)
        return E_NOMEM;
    common_borrow(request->owner, frame_at(request->entry));
    mapping_set(space, place, page, request->entry);
    return E_OK;
}

int mapping_invalidate(const struct mapping_request *request)
{
    struct space *space = space_find(request->space);

    if (!space)
        return E_HANDLE;
    int error = check_page(space, request);
    if (error < 0)
        return error;
    laddr_t page = (space->linear + request->address) & ENTRY_FRAME;
    u32 *place = space_entry(space, page);
    if (!place || !(*place & ENTRY_PRESENT))
        return E_NOTFOUND;
    if (is_fixed(*place))
        return E_OWNER;
    mapping_unset(space, request->owner, page, 1);
    paging_flush(page, PAGE_SIZE);
    return E_OK;
}

/* The first linear address after the table of `page`. */
static laddr_t next_table(laddr_t page)
{
    return (page & ~(TABLE_SPAN - 1)) + TABLE_SPAN;
}

void mapping_drop(const struct space *space, u32 base, u32 size)
{
    laddr_t page = space->linear + base;

    for (u32 left = size >> PAGE_SHIFT; left > 0; ) {
        u32 *place = space_entry(space, page);
        u32 span = (next_table(page) - page) >> PAGE_SHIFT;
        u32 n = span < left ? span : left;

        for (u32 i = 0; place && i < n; i++)
            if (place[i] & ENTRY_PRESENT)
                unset(space, page + i * PAGE_SIZE, &place[i], 0);
        page += n * PAGE_SIZE;
        left -= n;
    }
    paging_flush(space->linear + base, size);
}

u32 mapping_count(const struct space *space, const struct region *region,
                  paddr_t frames)
{
    u32 count = 0;

    for (u32 offset = 0; offset < region->size; offset += PAGE_SIZE) {
        const u32 *place = space_entry(space, region->base + offset);

        if (place && *place & ENTRY_PRESENT)
            count += entry_frame(*place) - frames < region->size;
    }
    return count;
}
