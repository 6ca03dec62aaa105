/* SPDX-License-Identifier: MIT */
/* What a courier is given: threads and an NMM, whose methods are of the test
 * that includes this. */
#pragma once

#include "../../modules/lib/binding/courier.h"
#include "check.h"
#include "there_world.h"

static int create(int (*entry)(u32), u32 argument, u32 stack_size);
static int join(int thread);
static int current(void);
static int wait(const volatile u32 *word, u32 expected);
static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info);
static int destroy_region(u32 region);

static const volatile u32 *woken;       /* the last */

static int wake(const volatile u32 *word)
{
    woken = word;
    return 0;
}

static u32 yields;

static int yield(void)
{
    yields++;
    return 0;
}

static const struct concurrency threads_table = {
    .create = create, .join = join, .current = current, .wait = wait,
    .wake = wake, .yield = yield,
};
static const struct concurrency *volatile threads = &threads_table;

static const struct nmm nmm_table = {
    .create_region = create_region, .destroy_region = destroy_region,
    .copy_bytes = there_copy_bytes,
};
static const struct nmm *volatile nmm = &nmm_table;
