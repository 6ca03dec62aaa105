/* SPDX-License-Identifier: MIT */
/* Pages out of memory, to the store; which one goes is the policy's word. */
#pragma once

#include "../page/page.h"

extern u32 evict_count;         /* pages taken away */

/* The policy's victim: its frame's number, in a slot; or an error. */
int evict_some(void);
/* The same of one page. One that the store does not take stays. E_BUSY: it is
 * pinned, or another model has its frame. */
int evict_page(struct page *page);
