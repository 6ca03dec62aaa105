/* SPDX-License-Identifier: MIT */
/* The boot thread's control block, stack, and recovery points. */
#include "thread.h"

#include "../api/thread_block.h"
#include "../base/layout.h"
#include "../memory/memory.h"
#include "../lib/string.h"
#include "../ups/user.h"

static struct thread_block *block(void)
{
    return (struct thread_block *)(memory.ups + THREAD_BASE);
}

void thread_init(void)
{
    memset(block(), 0, sizeof(struct thread_block));
    block()->stack = STACK_BASE + STACK_SIZE;
    block()->self = THREAD_BASE;
}

saddr_t thread_recovery(void)
{
    return block()->recovery;
}

saddr_t thread_suspended(void)
{
    return block()->suspended;
}

void thread_set_suspended(saddr_t table)
{
    block()->suspended = table;
}

void thread_set_recovery(saddr_t record)
{
    block()->recovery = record;
}

void thread_set_upcalls(u32 depth)
{
    block()->upcalls = depth;
}

const struct recovery *thread_record(saddr_t address)
{
    const struct recovery *r = user_pointer(address, sizeof(*r));

    if (!address || !r || !user_pointer(r->eip, 1) ||
        !user_pointer(r->esp, 4))
        return NULL;
    return r;
}
