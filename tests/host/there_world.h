/* SPDX-License-Identifier: MIT */
/* Whether what a caller names is there: the test that includes this says it.
 * modules/lib/call/there.c has a test of its own. Included once. */
#pragma once

#include "../../core/api/error.h"
#include "../../modules/lib/call/there.h"

static u32 nothing_is_there;
struct there there_last, there_backed;

int there_ask(const struct nmm *table, u32 at, u32 size)
{
    (void)table, (void)at;
    CHECK(size);
    return !nothing_is_there;
}

/* Where all lies, for as long as nobody gives it back and takes its place. */
static u32 there_is = 1;

u32 there_region_ask(const struct nmm *table, u32 at, u32 size)
{
    return there_ask(table, at, size) ? there_is : 0;
}

/* The NMM's. */
static int __attribute__((unused))
there_copy_bytes(void *to, const void *from, u32 size, u32 region)
{
    if (nothing_is_there || (region && region != there_is))
        return E_ADDRESS;
    __builtin_memcpy(to, from, size);
    return 0;
}

int there_ask_now(const struct nmm *table, u32 at, u32 size)
{
    return there_ask(table, at, size);
}
