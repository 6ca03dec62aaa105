/* SPDX-License-Identifier: MIT */
/*
 * The boot thread's control block in the UPS, and recovery points.
 *
 * Ring 1 links a record on its own stack; the core believes none of it before
 * it has checked it.
 */
#pragma once

#include "../api/recovery.h"

void thread_init(void);
saddr_t thread_recovery(void);
void thread_set_recovery(saddr_t record);
/* What ring 1 reads without a segment of the graph. */
void thread_set_upcalls(u32 depth);
/* The first table of threads that do not run (api/suspended.h). */
saddr_t thread_suspended(void);
void thread_set_suspended(saddr_t table);

/* The record at `address`, or NULL if it cannot be one. */
const struct recovery *thread_record(saddr_t address);
