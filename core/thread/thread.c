/* SPDX-License-Identifier: MIT */
/* The boot thread's control block, stack, and recovery points. */
#include "thread.h"

#include "../base/layout.h"
#include "../memory/memory.h"
#include "../lib/string.h"
#include "../ups/user.h"

static u32 *field(u32 offset)
{
    return (u32 *)(memory.ups + THREAD_BASE + offset);
}

void thread_init(void)
{
    memset(field(0), 0, THREAD_SIZE);
    *field(THREAD_STACK) = STACK_BASE + STACK_SIZE;
    *field(THREAD_SELF) = THREAD_BASE;
}

saddr_t thread_recovery(void)
{
    return *field(THREAD_RECOVERY);
}

saddr_t thread_suspended(void)
{
    return *field(THREAD_SUSPENDED);
}

void thread_set_suspended(saddr_t table)
{
    *field(THREAD_SUSPENDED) = table;
}

void thread_set_recovery(saddr_t record)
{
    *field(THREAD_RECOVERY) = record;
}

void thread_set_upcalls(u32 depth)
{
    *field(THREAD_UPCALLS) = depth;
}

const struct recovery *thread_record(saddr_t address)
{
    const struct recovery *r = user_pointer(address, sizeof(*r));

    if (!address || !r || !user_pointer(r->eip, 1) ||
        !user_pointer(r->esp, 4))
        return NULL;
    return r;
}
