/* SPDX-License-Identifier: MIT */
/* Where anonymous pages go: an object of the store, of this instance alone,
 * made when the first one goes. */
#pragma once

#include "../page/page.h"

int swap_open(void);
/* Its handle, once it is open. */
int swap_handle(void);
/* A place in it for a page that has none: page->place. */
int swap_place(struct page *page);
void swap_release(struct page *page);
void swap_destroy(void);
