/* SPDX-License-Identifier: MIT */
/* Pages to the store and back; which one goes is the policy's word. */
#include "paged.h"

#include "../../../core/lib/string.h"

/* Its content from the store, or zeros, if it never was there. */
int page_fetch(struct page *page, void *data)
{
    page->flags &= (u8)~PAGE_DIRTY;
    if (page->object)
        return store_read(object_handle(page), page->place, data);
    if (page->place)
        return store_read(swap_handle(), page->place - 1, data);
    page_clear(data);
    return E_OK;
}

static int write(const struct page *page)
{
    const void *data = slot_map(page->frame);

    if (data == NULL)
        return E_BUSY;
    return page->object
        ? store_write(object_handle(page), page->place, data)
        : store_write(swap_handle(), page->place - 1, data);
}

/* Its content to the store; it has a frame. */
int page_store(struct page *page)
{
    const int is_new = !page->object && !page->place;
    int error = is_new ? swap_place(page) : E_OK;

    if (error < 0)
        return error;
    error = write(page);
    if (error < 0) {
        if (is_new)
            swap_release(page);
        return error;
    }
    page->flags &= (u8)~PAGE_DIRTY;
    paged.writes++;
    return E_OK;
}

/* Out of memory with it; its frame is left in a slot. A page that the store
 * does not take stays. */
int evict_page(struct page *page)
{
    const u32 number = page->frame;

    if (page->flags & (PAGE_PINNED | PAGE_HELD))
        return E_BUSY;
    if (slot_map(number) == NULL)
        return E_BUSY;
    mapping_invalidate(page);
    int error = page->flags & PAGE_DIRTY ? page_store(page) : E_OK;
    if (error < 0) {
        slot_release(number);
        return error;
    }
    page->entry = 0;
    paged.frames[number].page = NULL;
    paged.resident--;
    paged.evictions++;
    return (int)number;
}

/* The policy may be anybody's: what it says is checked. */
int evict_some(void)
{
    ring_report();
    const int victim = policy_victim();

    if (victim < 0)
        return victim;
    if ((u32)victim >= paged.frame_count)
        return E_RANGE;
    struct page *page = paged.frames[victim].page;
    if (page == NULL || !page->entry)
        return E_NOMEM;
    return evict_page(page);
}

/* All that the store does not have of named objects. */
int sync_all(void)
{
    int result = E_OK;

    for (u32 i = 1; i < paged.page_count; i++) {
        struct page *page = &paged.pages[i];

        if (!page->refs || !page->object || !page->entry)
            continue;
        if (mapping_bits(page) & MAP_DIRTY) {
            mapping_change(page, MAP_DIRTY, 0);
            page->flags |= PAGE_DIRTY;
        }
        if (!(page->flags & PAGE_DIRTY))
            continue;
        int error = page_store(page);
        slot_release(page->frame);
        if (error < 0)
            result = error;
    }
    return result;
}
