/* SPDX-License-Identifier: MIT */
/* Reverse lookup: which structure, its upkeep, and switching among them. */
#include "reverse.h"

#include "../../core/api/error.h"
#include "../../core/memory/memory.h"
#include "../nmm.h"
#include "../page/identity.h"
#include "chain.h"
#include "reverse_scan.h"

u32 reverse_kind;

void reverse_init(void)
{
    reverse_kind = REVERSE_SCAN;
}

static u32 slot_of(const struct space *space)
{
    return (u32)(space - spaces);
}

/* Whose page it is, if there is one; E_HANDLE is what PhysToVirt has to say
 * to a caller who takes FRAME_UNKNOWN for a space. */
static void set_page(struct frame *frame, u32 space, u32 page)
{
    frame->space = space;
    frame->page = page;
}

static void clear(struct frame *frame)
{
    if (reverse_kind == REVERSE_CHAIN)
        frame->chain = NULL;
    else
        set_page(frame, FRAME_UNKNOWN, (u32)E_HANDLE);
}

void reverse_note(const struct space *space, laddr_t page,
                  struct frame *frame)
{
    if (reverse_kind == REVERSE_CHAIN)
        chain_add(frame, page | slot_of(space));
    else if (frame_mappings(frame) == 1)
        set_page(frame, space->handle, page - space->linear);
    else
        clear(frame);
}

void reverse_forget(const struct space *space, laddr_t page,
                    struct frame *frame)
{
    if (reverse_kind == REVERSE_CHAIN)
        chain_remove(frame, page | slot_of(space));
    else
        clear(frame);
}

int reverse_reserve(u32 pages)
{
    return reverse_kind == REVERSE_CHAIN ? chain_reserve(pages) : E_OK;
}

u32 reverse_pages(void)
{
    return chain_pages();
}

void reverse_trim(void)
{
    if (reverse_kind == REVERSE_CHAIN)
        chain_trim();
}

/* One of several pages is as good as unknown: the scan finds the first. What
 * it finds is noted if it is the only one. */
static u32 find_inverted(const struct space *space, paddr_t address)
{
    struct frame *frame = frame_at(address);

    if (frame->space == space->handle)
        return frame->page;
    if (frame->space != FRAME_UNKNOWN || !frame_mappings(frame))
        return PHYS_NOT_MAPPED;
    u32 found = reverse_scan(space, address);
    if (found != PHYS_NOT_MAPPED && frame_mappings(frame) == 1)
        set_page(frame, space->handle, found);
    return found;
}

static u32 find_chain(const struct space *space, paddr_t address)
{
    u32 page = chain_find(frame_at(address), slot_of(space));

    return page == PHYS_NOT_MAPPED ? page : page - space->linear;
}

u32 reverse_find(const struct space *space, paddr_t frame)
{
    if (frame >> PAGE_SHIFT >= identity.pages)
        return PHYS_NOT_MAPPED;
    if (!space_is_virtual(space) &&
        entry_is_direct(identity.entries[frame >> PAGE_SHIFT]) &&
        map_contains(&space->map, frame - space->linear, PAGE_SIZE))
        return frame - space->linear;
    if (reverse_kind == REVERSE_SCAN)
        return reverse_scan(space, frame);
    return reverse_kind == REVERSE_CHAIN ? find_chain(space, frame)
                                         : find_inverted(space, frame);
}

static void build(void)
{
    for (u32 i = 0; i < memory.end >> PAGE_SHIFT; i++)
        clear(&frame_table[i]);
    if (reverse_kind != REVERSE_SCAN)
        reverse_each(reverse_note);
}

int reverse_select(u32 kind)
{
    u32 before = reverse_kind;

    if (kind > REVERSE_CHAIN)
        return E_INVALID;
    if (kind == before)
        return (int)before;
    if (kind == REVERSE_CHAIN &&
        chain_reserve(frame_count_mappings(0, memory.end)) < 0) {
        chain_drop();
        return E_NOMEM;
    }
    if (before == REVERSE_CHAIN)
        chain_drop();
    reverse_kind = kind;
    build();
    return (int)before;
}
