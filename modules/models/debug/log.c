/* SPDX-License-Identifier: MIT */
/* The log: a ring of entries, in which the oldest makes room. */
#include "model.h"

#define ENTRIES 256u            /* a power of two */

static struct debug_entry ring[ENTRIES];
static u32 added, taken, lost;  /* since the module was loaded */

void log_add(int space, u32 kind, u32 address, u32 eip)
{
    if (added - taken == ENTRIES) {
        taken++;
        lost++;
    }
    ring[added % ENTRIES] = (struct debug_entry){
        .number = added + 1, .space = space, .kind = kind,
        .address = address, .eip = eip };
    added++;
}

int log_amend(int space, u32 address, u32 eip)
{
    struct debug_entry *last = &ring[(added - 1) % ENTRIES];

    if (added == taken || last->space != space || last->kind != DEBUG_READ ||
        last->address != address || last->eip != eip)
        return 0;
    last->kind = DEBUG_WRITE;
    return 1;
}

int log_has(int space, u32 kind, u32 address, u32 eip)
{
    for (u32 n = 1; n <= 2 * OPENED && n <= added - taken; n++) {
        const struct debug_entry *e = &ring[(added - n) % ENTRIES];
        if (e->space == space && e->address == address && e->eip == eip &&
            (e->kind == kind || e->kind == DEBUG_WRITE))
            return 1;
    }
    return 0;
}

int log_take(struct debug_entry *entries, u32 room)
{
    u32 count = 0;

    while (count < room && taken != added)
        entries[count++] = ring[taken++ % ENTRIES];
    return (int)count;
}

int log_lost(void)
{
    return (int)lost;
}
