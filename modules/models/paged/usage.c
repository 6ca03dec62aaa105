/* SPDX-License-Identifier: MIT */
#include "model.h"

#include "page/page.h"

void usage_add(const struct space *space, struct memory_usage *usage)
{
    usage->spaces++;
    for (u32 i = 0; i < space->pages; i++) {
        const struct page *page = page_of(space->shadow[i]);

        if (space->shadow[i] & SHADOW_RIGHTS)
            usage->mapped += PAGE_SIZE;
        if (!page || !page->entry)
            continue;
        usage->resident += PAGE_SIZE;
        if (page->refs > 1)
            usage->shared += PAGE_SIZE;
    }
}
