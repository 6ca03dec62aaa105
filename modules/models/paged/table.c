/* SPDX-License-Identifier: MIT */
/* One region of the UPS for the tables of pages and mappings. */
#include "paged.h"

#include "../../../core/lib/string.h"

static int region;

int tables_create(void)
{
    const u32 pages = paged.pages_wanted + SPACES * SURE_PAGES;
    const u32 references = paged.pages_wanted / 2;
    const u32 size = pages * sizeof(struct page) +
                     references * sizeof(struct reference);
    struct region_info info;

    region = nmm->create_region(NMM_UPS, 0, size, REGION_ANYWHERE, &info);
    if (region < 0)
        return region;
    memset((void *)info.base, 0, size);
    paged.pages = (struct page *)info.base;
    paged.references = (struct reference *)(paged.pages + pages);
    paged.page_count = pages;
    paged.reference_count = references;
    /* Entry 0 of both is none. */
    for (u32 i = 1; i < pages; i++) {
        paged.pages[i].shadow = i << SHADOW_SHIFT | SHADOW_DEMAND;
        paged.pages[i].others = i + 1 < pages ? i + 1 : 0;
    }
    for (u32 i = 1; i < references; i++)
        paged.references[i].next = i + 1 < references ? i + 1 : 0;
    paged.page_free = paged.reference_free = 1;
    paged.pages_left = pages - 1;
    paged.references_left = references - 1;
    return E_OK;
}

void tables_destroy(void)
{
    if (region > 0)
        nmm->destroy_region((u32)region);
    region = 0;
}
