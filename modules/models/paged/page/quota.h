/* SPDX-License-Identifier: MIT */
/* What one space may have of the tables of pages and of further mappings,
 * which all share. */
#pragma once

#include "page.h"

/* `more` pages? Each space is sure of SURE_PAGES, beyond what all share.
 * E_FULL. */
int quota_page(const struct space *space, u32 more);
/* So many further mappings, by attach(), which a client calls: a part of them.
 * E_FULL, E_QUOTA. */
int quota_references(const struct space *space, u32 references);
