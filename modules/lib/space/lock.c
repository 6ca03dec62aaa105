/* SPDX-License-Identifier: MIT */
#include "lock.h"

#include "parts.h"

volatile u32 model_holder;

static void lost(const volatile u32 *holder)
{
    if (holder != &model_holder)
        return;
    model_report("%s: a thread that is no more had the lock", model_name);
    if (model_mend)
        model_mend();
}

const struct lock_parts model_lock_parts = {
    .nmm = &nmm, .threads = &concurrency, .lost = lost,
};
