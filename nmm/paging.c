/* SPDX-License-Identifier: MIT */
/* Paging: the NMM's thin file of CPU code. */
#include "paging.h"

#include "../core/api/graph.h"
#include "../core/cpu.h"

#define FLUSH_EACH 32           /* pages; beyond that the whole TLB goes */

u32 paging_state;

u32 paging_init(void)
{
    paging_state = 0;
    if (!cpu_has(CPU_PGE))
        return 0;
    x86_write_cr4(x86_read_cr4() | CR4_PGE);
    return ENTRY_GLOBAL;
}

/* A CR3 reload leaves global pages in the TLB; a change of PGE does not. */
static void flush_all(void)
{
    if (identity.global) {
        u32 cr4 = x86_read_cr4();

        x86_write_cr4(cr4 & ~CR4_PGE);
        x86_write_cr4(cr4);
    } else {
        x86_write_cr3(x86_read_cr3());
    }
}

void paging_flush(laddr_t base, u32 size)
{
    u32 pages = size >> PAGE_SHIFT;

    if (!paging_state)
        return;
    if (pages > FLUSH_EACH) {
        flush_all();
        return;
    }
    for (; pages > 0; pages--, base += PAGE_SIZE)
        x86_invlpg(base);
}

void paging_abandon(const u32 *directory)
{
    if (paging_state && x86_read_cr3() == (u32)directory)
        x86_write_cr3((u32)identity.directory);
}
