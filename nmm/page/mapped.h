/* SPDX-License-Identifier: MIT */
/*
 * May core code touch a page that a caller names? Yes if it maps itself,
 * whatever the state of paging; a page of a self-backed region only while
 * paging is on, and only if it may be written, because the core cannot tell
 * which it will do and a #PF in the core is fatal.
 */
#pragma once

#include <stdbool.h>

#include "../../core/api/types.h"
#include "identity.h"
#include "paging.h"

static inline bool nmm_is_mapped(laddr_t address)
{
    u32 page = address >> PAGE_SHIFT;

    if (page >= identity.pages)
        return false;
    u32 entry = identity.entries[page];
    if (entry_is_direct(entry))
        return true;
    return paging_state && (entry & ENTRY_PRESENT) && (entry & ENTRY_WRITE);
}
