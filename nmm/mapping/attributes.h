/* SPDX-License-Identifier: MIT */
/* The bits of page-table entries: read, changed, and flushed. */
#pragma once

#include "../../core/api/types.h"

struct attributes_request {
    u32 owner;                  /* handle of the module that asks */
    u32 space, address, pages;
    u32 clear, set;             /* of enum mapping_flags */
    u32 strategy;               /* enum flush_strategy */
};

/* PageAttributes; the bits of the first page as they were, or an error of
 * nmm.h. To clear MAP_PRESENT invalidates. */
int attributes_change(const struct attributes_request *request);

/* Flush: 0, E_HANDLE, E_RANGE, E_INVALID. */
int attributes_flush(u32 space, u32 address, u32 pages, u32 strategy);
