/* SPDX-License-Identifier: MIT */
/* What fault.S and protect.S know of C (core/api/offset.h). */
#include "../../../core/api/offset.h"

#include "frame/slot.h"
#include "page/page.h"

static inline void tables(void)
{
    OFFSET(SPACE_HANDLE, space, client.head.handle);
    OFFSET(SPACE_VSAS, space, vsas);
    OFFSET(SPACE_SHADOW, space, shadow);
    OFFSET(SPACE_PAGES, space, pages);
    OFFSET(SPACE_FAST_PAGES, space, fast_pages);
    OFFSET(PAGE_ENTRY, page, entry);
    OFFSET(PAGE_SPACE, page, space);
    OFFSET(PAGE_ADDRESS, page, address);
    OFFSET(PAGE_SHADOW, page, shadow);
    VALUE(RESERVE_MASK, RESERVE - 1);
}

static inline void bits(void)
{
    VALUE(SHADOW_WRITE, SHADOW_WRITE);
    VALUE(SHADOW_READABLE, SHADOW_USED | SHADOW_READ);
    VALUE(SHADOW_DEMAND, SHADOW_DEMAND);
    VALUE(READ_WRITE, ACCESS_READ | ACCESS_WRITE);
    VALUE(MAP_WRITE_USER, MAP_WRITE | MAP_USER);
    VALUE(FLUSH_INVLPG, FLUSH_INVLPG);
    VALUE(WINDOW_NEGATED, -NMM_WINDOW_BASE);
    VALUE(ONE_PAGE, PAGE_SIZE);
}

void offsets(void)
{
    OFFSET(CREATE_PAGE_MAPPING, nmm, create_page_mapping);
    OFFSET(PAGE_ATTRIBUTES, nmm, page_attributes);
    tables();
    bits();
}
