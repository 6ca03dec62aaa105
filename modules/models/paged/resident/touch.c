/* SPDX-License-Identifier: MIT */
#include "touch.h"

#include "../../../../core/lib/string.h"
#include "../frame/slot.h"
#include "../page/mapping.h"
#include "../page/quota.h"
#include "bring.h"

static struct page *create_for(const struct space *space)
{
    return quota_page(space, 1) < 0 ? NULL : page_create();
}

/* The first touch of a demand-zero page. */
static int materialise(struct space *space, u32 number)
{
    struct page *page = create_for(space);

    if (!page)
        return E_FULL;
    page_add_mapping(page, space, number);
    u32 shadow = space->shadow[number];
    u32 named = SHADOW_REST(shadow) | SHADOW_PAGE(page->shadow);
    if (!__atomic_compare_exchange_n(&space->shadow[number], &shadow, named,
                                     0, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
        page_drop_unused(page);         /* fault.S was faster */
        return E_OK;
    }
    return bring_page(page);
}

/* What is in `from`, into a frame of `to`. */
static int copy_content(struct page *from, struct page *to)
{
    int error = bring_page(from);

    if (error < 0)
        return error;
    const int number = bring_frame();
    if (number >= 0) {
        memcpy(slot_address((u32)number), slot_map(from->frame), PAGE_SIZE);
        bring_put(to, (u32)number);
    }
    slot_release(from->frame);
    return number < 0 ? number : E_OK;
}

static int copy(struct page *from, struct page *to)
{
    from->flags |= PAGE_HELD;
    int error = copy_content(from, to);
    from->flags &= (u8)~PAGE_HELD;
    return error;
}

/* A write to a page that is copied on write: the last one keeps it. */
static int divide(struct space *space, u32 number)
{
    struct page *old = page_of(space->shadow[number]);

    if (old->refs > 1) {
        struct page *page = create_for(space);

        if (!page)
            return E_FULL;
        int error = copy(old, page);
        if (error < 0) {
            page_drop_unused(page);
            return error;
        }
        page->flags |= PAGE_DIRTY;
        mapping_remove(old, space, number);
        page_add_mapping(page, space, number);
        space->shadow[number] |= SHADOW_PAGE(page->shadow);
    }
    space->shadow[number] &= ~SHADOW_COPY;
    return E_OK;
}

/* What was done is done: its frame leaves its slot. */
static int leave(const struct space *space, u32 number, int error)
{
    const struct page *page = page_of(space->shadow[number]);

    if (page && page->entry)
        slot_release(page->frame);
    return error;
}

int touch_own(struct space *space, u32 number)
{
    const u32 shadow = space->shadow[number];
    int error = E_OK;

    if (!page_of(shadow))
        error = materialise(space, number);
    else if (shadow & SHADOW_COPY)
        error = divide(space, number);
    return leave(space, number, error);
}

int touch(struct space *space, u32 number, u32 access)
{
    int error = E_OK;

    if (number >= space->pages || access & ~space->shadow[number])
        return E_ADDRESS;
    if (!page_of(space->shadow[number]))
        error = materialise(space, number);
    if (error == E_OK && access & ACCESS_WRITE &&
        space->shadow[number] & SHADOW_COPY)
        error = divide(space, number);
    if (error == E_OK)
        error = bring_page(page_of(space->shadow[number]));
    if (error == E_OK)
        error = mapping_make(space, number);
    return leave(space, number, error);
}
