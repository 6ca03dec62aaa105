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

static void drop_mapping(struct space *space, u32 number)
{
    struct page *page = page_of(space->shadow[number]);

    if (!page)
        return;
    mapping_remove(page, space, number);
    if (page->refs == 0)
        destroy(page);
}

void drop_page(struct space *space, u32 number)
{
    drop_mapping(space, number);
    space->shadow[number] = 0;
    space->kinds[number] = 0;
}
