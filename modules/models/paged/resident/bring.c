/* SPDX-License-Identifier: MIT */
#include "bring.h"

#include "../frame/slot.h"
#include "../frame/stock.h"
#include "../store/content.h"
#include "evict.h"
#include "policy.h"
#include "reserve.h"

int bring_frame(void)
{
    int number = frame_limit_reached() ? E_NOMEM : stock_take();

    if (number < 0)
        number = reserve_take();
    return number < 0 ? evict_some() : number;
}

void bring_put(struct page *page, u32 number)
{
    page_put(page, number);
    reserve_note();
    policy_note(number);
}

int bring_page(struct page *page)
{
    const u8 held = page->flags & PAGE_HELD;

    if (page->entry)
        return slot_map(page->frame) ? E_OK : E_BUSY;
    page->flags |= PAGE_HELD;
    int number = bring_frame();
    page->flags = (u8)((page->flags & ~PAGE_HELD) | held);
    if (number < 0)
        return number;
    int error = content_fetch(page, slot_address((u32)number));
    if (error < 0)
        stock_give((u32)number);
    else
        bring_put(page, (u32)number);
    return error;
}
