/* SPDX-License-Identifier: MIT */
/* A mapping ends; with the last one of a page, the page and its frame. */
#pragma once

#include "../page/page.h"

/* The page at that place, if there is one. */
void drop_mapping(struct space *space, u32 number);
