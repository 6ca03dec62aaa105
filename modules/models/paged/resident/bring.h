/* SPDX-License-Identifier: MIT */
/* Pages into memory. A frame comes from the stock, from the reserve, or from a
 * page that is evicted. */
#pragma once

#include "../page/page.h"

/* A frame for a page that is not there: in a slot; a number, or an error. */
int bring_frame(void);
/* The page's content is in that frame. */
void bring_put(struct page *page, u32 frame);
/* The page is in memory, and its frame in a slot, to be given back by
 * slot_release. */
int bring_page(struct page *page);
