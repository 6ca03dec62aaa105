/* SPDX-License-Identifier: MIT */
/* A page's content, from the store and back: a named object's page to its
 * place there, an anonymous one to the swap object. */
#pragma once

#include "../page/page.h"

extern u32 content_writes;      /* pages that went to the store */

/* Into a page of memory at `data`; zeros, if it never was in the store. */
int content_fetch(struct page *page, void *data);
/* To the store; the page has a frame, which is left in a slot. */
int content_store(struct page *page);
/* The page ends: its content is nobody's any more, or the store's. */
void content_drop(struct page *page);
/* All that the store does not have of named objects. */
int content_sync(void);
