/* SPDX-License-Identifier: MIT */
/* The page-table entries of a page, in all spaces that map it. */
#pragma once

#include "page.h"

/* MAP_ACCESSED and MAP_DIRTY of any of them. */
u32 mapping_bits(const struct page *page);
void mapping_change(const struct page *page, u32 clear, u32 set);
/* The page has none any more, and knows whether one was dirty. */
void mapping_invalidate(struct page *page);
/* Where else it is, with a right to give as much; rather its first owner than
 * who was lent it. space NULL: nowhere. */
struct lender {
    struct space *space;
    u32 number;
};
struct lender mapping_lender(const struct page *page,
                             const struct space *borrower, u32 number);
/* A resident page at one place, with the rights that its shadow has. */
int mapping_make(struct space *space, u32 number);
/* That place is the page's no more. */
void mapping_remove(struct page *page, struct space *space, u32 number);
