/* SPDX-License-Identifier: MIT */
/* Dies in its init with 2,000 recovery points of its own, of which the last
 * names the first as the one before it. */
#include "deimos.h"

#include "../../core/api/recovery.h"
#include "../../core/api/thread_block.h"

#define RECORDS 2000

static struct recovery records[RECORDS];

static int init(int self)
{
    for (u32 i = 0; i < RECORDS; i++)
        records[i] = (struct recovery){
            .previous = (saddr_t)&records[(i + 1) % RECORDS],
            .esp = (u32)records,
            .ebp = (u32)records, .eip = (u32)init };
    THREAD_BLOCK_WRITE(recovery, records);
    __builtin_trap();
    return self;
}

DEIMOS_MODULE("endless_init", MODULE_APPLICATION, .init = init);
