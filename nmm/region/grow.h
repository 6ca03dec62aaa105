/* SPDX-License-Identifier: MIT */
/* The UPS grows at its end, into memory that the core gives back. */
#pragma once

#include "../../core/api/types.h"

/*
 * The core's region that begins at the end of the UPS becomes part of the
 * UPS: free there. Moves memory.manager; the segment's limit is the caller's
 * business. Returns the bytes, 0 if the core has no region there. While paging
 * is on its pages stay mapped until they have been a region once: the image
 * that asks runs in them.
 */
u32 nmm_grow_ups(void);
