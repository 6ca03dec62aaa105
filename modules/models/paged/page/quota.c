/* SPDX-License-Identifier: MIT */
/* What is asked often is a compare; the shadow is counted only where a table
 * comes to its end. */
#include "quota.h"

#define PART 4                  /* of the further mappings */

/* Its entries of pages that others have, too; or of those that it had first. */
static u32 count(const struct space *space, int shared)
{
    u32 found = 0;

    for (u32 i = 0; i < space->pages; i++) {
        const struct page *page = page_of(space->shadow[i]);

        if (page)
            found += shared ? page->refs > 1 : page->space == space;
    }
    return found;
}

int quota_page(const struct space *space, u32 more)
{
    if (pages.left >= SPACES * SURE_PAGES + more)
        return E_OK;
    return more <= pages.left &&
           count(space, 0) + more <= SURE_PAGES ? E_OK : E_FULL;
}

int quota_references(const struct space *space, u32 references)
{
    if (references > pages.references_left)
        return E_FULL;
    return references &&
           count(space, 1) + references > pages.reference_count / PART ?
           E_QUOTA : E_OK;
}
