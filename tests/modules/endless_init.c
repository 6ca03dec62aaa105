/* SPDX-License-Identifier: MIT */
/* Dies in its init with 2,000 recovery points of its own, of which the last
 * names the first as the one before it. */
#include "deimos.h"
#include "recover.h"

#define RECORDS 2000
#define STR_(x) #x
#define STR(x) STR_(x)

static struct recovery records[RECORDS];

static int init(int self)
{
    for (u32 i = 0; i < RECORDS; i++)
        records[i] = (struct recovery){
            .previous = &records[(i + 1) % RECORDS], .esp = (u32)records,
            .ebp = (u32)records, .eip = (u32)init };
    __asm__ volatile("mov %0, %%gs:" STR(RECOVERY_HEAD) "\n\tud2"
                     : : "r"(records));
    return self;
}

DEIMOS_MODULE("endless_init", MODULE_APPLICATION, .init = init);
