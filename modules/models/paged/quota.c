/* SPDX-License-Identifier: MIT */
/*
 * What one space may have of the tables of pages and of further mappings,
 * which all share. What is asked often is a compare; the shadow is counted only
 * where a table comes to its end.
 */
#include "paged.h"

#define PART 4                  /* of the further mappings */

/* Its entries of pages that others have, too; or of those that it had first. */
static u32 count(const struct space *space, int shared)
{
    u32 found = 0;

    for (u32 i = 0; i < space->pages; i++) {
        const struct page *page = page_of(space->shadow[i]);

        if (page != NULL)
            found += shared ? page->refs > 1 : page->space == space;
    }
    return found;
}

/* Each space is sure of SURE_PAGES, beyond what all share. */
int quota_page(const struct space *space, u32 pages)
{
    if (paged.pages_left >= SPACES * SURE_PAGES + pages)
        return E_OK;
    return pages <= paged.pages_left &&
           count(space, 0) + pages <= SURE_PAGES ? E_OK : E_FULL;
}

/* By attach(), which a client calls: a part of them. */
int quota_references(const struct space *space, u32 references)
{
    if (references > paged.references_left)
        return E_FULL;
    return references &&
           count(space, 1) + references > paged.reference_count / PART ?
           E_QUOTA : E_OK;
}
