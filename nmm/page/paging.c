/* SPDX-License-Identifier: MIT */
/* Paging: the NMM's thin file of CPU code. */
#include "paging.h"

#include "../../core/api/graph.h"
#include "../../core/processor/cpu.h"
#include "../../core/x86/regs.h"
#include "../../core/x86/x86.h"
#include "../nmm.h"
#include "identity.h"

#define FLUSH_EACH 32           /* pages; beyond that the whole TLB goes */

u32 paging_state;
u32 paging_values = 2;

u32 paging_init(void)
{
    paging_state = 0;
    if (!cpu_has(CPU_PGE))
        return 0;
    x86_write_cr4(x86_read_cr4() | CR4_PGE);
    return ENTRY_GLOBAL;
}

/* While paging is off CR3 names no client's VSAS: context.S tells by it. */
void paging_reset(void)
{
    x86_write_cr3((u32)identity.directory);
}

void paging_leave(void)
{
    paging_reset();
    x86_write_cr0(x86_read_cr0() & ~CR0_PG);
    paging_state = 0;
}

static void flush_cr3(void)
{
    x86_write_cr3(x86_read_cr3());
}

/* A CR3 reload leaves global pages in the TLB; a change of PGE does not. */
static void flush_all(void)
{
    if (!identity.global) {
        flush_cr3();
        return;
    }
    u32 cr4 = x86_read_cr4();

    x86_write_cr4(cr4 & ~CR4_PGE);
    x86_write_cr4(cr4);
}

static void flush_paging(void)
{
    u32 cr0 = x86_read_cr0();

    x86_write_cr0(cr0 & ~CR0_PG);
    x86_write_cr0(cr0);
}

static void flush_each(laddr_t base, u32 pages)
{
#pragma GCC unroll 8
    for (u32 i = 0; i < pages; i++)
        x86_invlpg(base + i * PAGE_SIZE);
}

void paging_flush(laddr_t base, u32 size)
{
    u32 pages = size >> PAGE_SHIFT;

    if (!paging_state)
        return;
    if (pages > FLUSH_EACH)
        flush_all();
    else
        flush_each(base, pages);
}

void paging_flush_by(u32 strategy, laddr_t base, u32 pages)
{
    if (!paging_state || strategy == FLUSH_NONE)
        return;
    if (strategy == FLUSH_BEST)
        strategy = pages > FLUSH_EACH ? FLUSH_CR3 : FLUSH_INVLPG;
    if (strategy == FLUSH_INVLPG)
        flush_each(base, pages);
    else if (strategy == FLUSH_CR3)
        flush_cr3();
    else if (strategy == FLUSH_PGE)
        flush_all();
    else
        flush_paging();
}

void paging_enter(u32 directory)
{
    x86_write_cr3(directory);
}

void paging_abandon(const u32 *directory)
{
    if (paging_state && x86_read_cr3() == (u32)directory)
        x86_write_cr3((u32)identity.directory);
}
