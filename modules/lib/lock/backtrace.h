/* SPDX-License-Identifier: MIT */
/*
 * Whether a stack frame of this module is still there to be returned to. Who
 * left a sign that it is inside (a space that runs, a lock) may have been
 * set back behind it by a death, or lost with its concurrency module; so the
 * sign is the address of a stack frame, and whoever meets it looks.
 */
#pragma once

#include "../../../core/api/types.h"
#include "../../../nmm/nmm.h"

/* Of the calling thread; in an upcall of the core, it may be. */
int backtrace_is_own(u32 began, const struct nmm *nmm);
/* Of any thread. */
int backtrace_has(u32 began, const struct nmm *nmm);
/* Is there a thread that has begun, or is to begin, at that address (an entry:
 * ../../api/concurrency.h), and has not ended? */
int backtrace_begins_at(u32 entry, const struct nmm *nmm);
