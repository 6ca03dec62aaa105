/* SPDX-License-Identifier: MIT */
#include "drop.h"

#include "../frame/stock.h"
#include "../page/mapping.h"
#include "../store/content.h"

static void destroy(struct page *page)
{
    content_drop(page);
    page_unpin(page);
    if (page->entry)
        stock_give(page_take_out(page));
    page_drop_unused(page);
}

void drop_page(struct space *space, u32 number)
{
    u32 *const shadow = &space->shadow[number];
    struct page *page = page_of(*shadow);

    if (page) {
        mapping_remove(page, space, number);
        if (page->refs == 0)
            destroy(page);
    }
    *shadow = 0;
    space->kinds[number] = 0;
}
