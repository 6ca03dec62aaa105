/* SPDX-License-Identifier: MIT */
/* Whether what a caller names is there: the test that includes this says it.
 * modules/lib/call/there.c has a test of its own. Included once. */
#pragma once

#include "../../modules/lib/call/there.h"

static u32 nothing_is_there;
struct there there_last, there_backed;

int there_ask(const struct nmm *table, u32 at, u32 size)
{
    (void)table, (void)at;
    CHECK(size);
    return !nothing_is_there;
}

int there_ask_now(const struct nmm *table, u32 at, u32 size)
{
    return there_ask(table, at, size);
}
