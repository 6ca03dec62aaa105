/* SPDX-License-Identifier: MIT */
/* A mapping ends; with the last one of a page, the page and its frame. */
#pragma once

#include "../page/page.h"

/* Nothing is at that place any more. */
void drop_page(struct space *space, u32 number);
