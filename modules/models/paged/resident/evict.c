/* SPDX-License-Identifier: MIT */
#include "evict.h"

#include "../frame/slot.h"
#include "../page/mapping.h"
#include "../store/content.h"
#include "policy.h"
#include "reserve.h"

u32 evict_count;

int evict_page(struct page *page)
{
    const u32 number = page->frame;

    if (page->flags & (PAGE_PINNED | PAGE_HELD))
        return E_BUSY;
    if (!slot_map(number))
        return E_BUSY;
    mapping_invalidate(page);
    int error = page->flags & PAGE_DIRTY ? content_store(page) : E_OK;
    if (error < 0) {
        slot_release(number);
        return error;
    }
    page_take_out(page);
    evict_count++;
    return (int)number;
}

/* The policy may be anybody's: what it says is checked. */
int evict_some(void)
{
    reserve_note();
    const int victim = policy_victim();

    if (victim < 0)
        return victim;
    if ((u32)victim >= frames.count)
        return E_RANGE;
    struct page *page = frames.at[victim].page;
    if (!page || !page->entry)
        return E_NOMEM;
    return evict_page(page);
}
