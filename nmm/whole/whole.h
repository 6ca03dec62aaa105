/* SPDX-License-Identifier: MIT */
/* The NMM as a whole: built, counted, and cleared of what a module owned. */
#pragma once

#include "../../core/api/types.h"

/*
 * Build all of it from `memory`. E_NOMEM: the pool is too small; E_RANGE:
 * memory reaches into the windows of VSASs.
 * Before: the processor's features are in the system graph, paging is off.
 * After: the core's own regions stand; the UPS is free but for its page 0.
 */
int nmm_init(void);

/* Everything that a module owned goes: its tasks, LDTs, spaces, mappings and
 * regions. */
void nmm_reclaim(u32 owner);

/* CRC-32, after `crc`, over what is allocated. Handles, use counts and the
 * order of free lists do not enter: equal before and after what balances. */
u32 nmm_digest(u32 crc);
