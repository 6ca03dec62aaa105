/* SPDX-License-Identifier: MIT */
#include "content.h"

#include "../frame/slot.h"
#include "../page/mapping.h"
#include "object.h"
#include "stored.h"
#include "swap.h"

u32 content_writes;

int content_fetch(struct page *page, void *data)
{
    page->flags &= (u8)~PAGE_DIRTY;
    if (page->object)
        return stored_read(object_of(page)->handle, page->place, data);
    if (page->place)
        return stored_read(swap_handle(), page->place - 1, data);
    slot_clear(data);
    return E_OK;
}

static int write(const struct page *page)
{
    const void *data = slot_map(page->frame);

    if (!data)
        return E_BUSY;
    return page->object
        ? stored_write(object_of(page)->handle, page->place, data)
        : stored_write(swap_handle(), page->place - 1, data);
}

int content_store(struct page *page)
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
    content_writes++;
    return E_OK;
}

void content_drop(struct page *page)
{
    if (!page->object) {
        swap_release(page);
        return;
    }
    if (page->entry && page->flags & PAGE_DIRTY && content_store(page) < 0)
        model_report("object %s: page %u is lost: the store refused it",
                     object_of(page)->name, page->place);
    object_drop(page);
}

static int sync_page(struct page *page)
{
    int error = E_OK;

    if (mapping_bits(page) & MAP_DIRTY) {
        mapping_change(page, MAP_DIRTY, 0);
        page->flags |= PAGE_DIRTY;
    }
    if (page->flags & PAGE_DIRTY) {
        error = content_store(page);
        slot_release(page->frame);
    }
    return error;
}

int content_sync(void)
{
    int result = E_OK;

    for (u32 i = 1; i < pages.count; i++) {
        struct page *page = &pages.at[i];
        int error = page->refs && page->object && page->entry ?
                    sync_page(page) : E_OK;

        if (error < 0)
            result = error;
    }
    return result;
}
