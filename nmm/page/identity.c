/* SPDX-License-Identifier: MIT */
/* The custom VSAS: core and UPS, each page at its physical address. */
#include "identity.h"

#include "../../core/api/error.h"
#include "../../core/memory/memory.h"
#include "../../core/x86/x86.h"
#include "pool.h"

struct identity identity;

static u32 tables(void)
{
    return (memory.end + TABLE_SPAN - 1) >> TABLE_SHIFT;
}

/* Page-directory entries: the page-table entries alone decide on writing,
 * and, if `user` is set, on ring 3. */
static void fill_directory(u32 *directory, u32 user)
{
    paddr_t table = (paddr_t)identity.entries;

    for (u32 i = 0; i < tables(); i++, table += PAGE_SIZE)
        directory[i] = entry_make(table, ENTRY_PRESENT | ENTRY_WRITE | user);
}

int identity_init(u32 global)
{
    identity.entries = pool_reserve(tables());
    identity.directory = pool_reserve(1);
    if (!identity.entries || !identity.directory)
        return E_NOMEM;
    identity.global = global;
    identity.ups = identity.entries + (memory.ups >> PAGE_SHIFT);
    identity.pages = memory.end >> PAGE_SHIFT;
    identity.ups_size = memory.manager - memory.ups;
    fill_directory(identity.directory, ENTRY_USER);
    identity_map(0, memory.ups);
    identity_map(memory.manager, memory.end - memory.manager);
    return E_OK;
}

void identity_share(u32 *directory)
{
    fill_directory(directory, 0);
    for (u32 i = identity.shown.first; i < identity.shown.end; i++)
        directory[i] |= ENTRY_USER;
}

static void map(laddr_t base, u32 size, u32 choice)
{
    u32 *entry = &identity.entries[base >> PAGE_SHIFT];
    u32 flags = ENTRY_PRESENT | ENTRY_DIRECT | choice;

    for (u32 pages = size >> PAGE_SHIFT; pages > 0; pages--) {
        *entry++ = entry_make(base, flags);
        base += PAGE_SIZE;
    }
}

void identity_map(laddr_t base, u32 size)
{
    map(base, size, ENTRY_WRITE | identity.global);
}

/* Not global: in every other VSAS they are the supervisor's, and the TLB
 * must not carry one into the other. */
void identity_map_user(laddr_t base, u32 size)
{
    map(base, size, ENTRY_WRITE | ENTRY_USER);
}

void identity_show(laddr_t base, u32 size)
{
    map(base, size, ENTRY_USER | identity.global);
    identity.shown.first = base >> TABLE_SHIFT;
    identity.shown.end = ((base + size - 1) >> TABLE_SHIFT) + 1;
}

int identity_cache(paddr_t base, u32 size, u32 bits)
{
    const u32 first = base >> PAGE_SHIFT;
    const u32 last = (base + (size - 1)) >> PAGE_SHIFT;

    if (size == 0 || last < first || last >= identity.pages)
        return E_RANGE;
    for (u32 i = first; i <= last; i++) {
        identity.entries[i] &= ~(ENTRY_THROUGH | ENTRY_UNCACHED);
        identity.entries[i] |= bits;
        x86_invlpg(i << PAGE_SHIFT);
    }
    return E_OK;
}

void identity_clear(laddr_t base, u32 size, u32 owner)
{
    u32 *entry = &identity.entries[base >> PAGE_SHIFT];

    for (u32 pages = size >> PAGE_SHIFT; pages > 0; pages--)
        *entry++ = entry_reserve(owner);
}
