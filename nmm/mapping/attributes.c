/* SPDX-License-Identifier: MIT */
/*
 * PageAttributes and Flush. MEASURED PATH: two loops over the entries, one
 * that checks and one that applies, and one flush behind them.
 */
#include "attributes.h"

#include "../../core/api/error.h"
#include "../nmm.h"
#include "../page/paging.h"
#include "../space/space.h"
#include "mapping.h"

#define BITS (ENTRY_PRESENT | ENTRY_WRITE | ENTRY_USER | ENTRY_ACCESSED | \
              ENTRY_DIRTY)

/* Entries side by side in one table. */
struct run {
    u32 *entries;               /* NULL: the table does not exist */
    u32 count;
};

static struct run first_run(const struct space *space, laddr_t page,
                            u32 pages)
{
    u32 rest = TABLE_ENTRIES - (page >> PAGE_SHIFT) % TABLE_ENTRIES;

    return (struct run){ space_entry(space, page),
                         rest < pages ? rest : pages };
}

/* All present, and none of a share of somebody else's? */
static int check_run(const struct run *run, u32 changes)
{
    u32 all = ENTRY_PRESENT, some = 0;

    if (!run->entries)
        return E_NOTFOUND;
#pragma GCC unroll 8
    for (u32 i = 0; i < run->count; i++) {
        all &= run->entries[i];
        some |= run->entries[i];
    }
    if (!all)
        return E_NOTFOUND;
    return some & ENTRY_SHARED && changes ? E_OWNER : E_OK;
}

static void apply_run(const struct run *run, u32 keep, u32 set)
{
    u32 *entries = run->entries;

#pragma GCC unroll 8
    for (u32 i = 0; i < run->count; i++)
        entries[i] = (entries[i] & keep) | set;
}

static int check_pages(const struct space *space,
                       const struct attributes_request *request)
{
    laddr_t page = space->linear + request->address;
    int error = E_OK;

    for (u32 left = request->pages; left > 0 && error == E_OK; ) {
        struct run run = first_run(space, page, left);

        error = check_run(&run, request->clear | request->set);
        page += run.count * PAGE_SIZE;
        left -= run.count;
    }
    return error;
}

static void apply_pages(const struct space *space,
                        const struct attributes_request *request)
{
    laddr_t page = space->linear + request->address;

    for (u32 left = request->pages; left > 0; ) {
        struct run run = first_run(space, page, left);

        apply_run(&run, ~request->clear, request->set);
        page += run.count * PAGE_SIZE;
        left -= run.count;
    }
}

static int check_bits(const struct attributes_request *request)
{
    if ((request->clear | request->set) & ~BITS ||
        request->set & ENTRY_PRESENT || request->strategy > FLUSH_BEST)
        return E_INVALID;
    return E_OK;
}

static int check_range(const struct space *space, u32 address, u32 pages)
{
    if (pages == 0 || pages > 0xffffffff >> PAGE_SHIFT ||
        !map_contains(&space->map, address & ENTRY_FRAME,
                      pages << PAGE_SHIFT))
        return E_RANGE;
    return E_OK;
}

static int check(const struct space *space,
                 const struct attributes_request *request)
{
    int error = check_bits(request);

    if (error == E_OK)
        error = check_range(space, request->address, request->pages);
    if (error == E_OK)
        error = mapping_check_pages(space, request->owner, request->address,
                                    request->pages);
    return error == E_OK ? check_pages(space, request) : error;
}

int attributes_change(const struct attributes_request *request)
{
    const struct space *space = space_find(request->space);

    if (!space)
        return E_HANDLE;
    int error = check(space, request);
    if (error < 0)
        return error;
    laddr_t page = (space->linear + request->address) & ENTRY_FRAME;
    u32 before = *space_entry(space, page);

    if (request->clear & ENTRY_PRESENT)
        mapping_unset(space, request->owner, page, request->pages);
    else
        apply_pages(space, request);
    paging_flush_by(request->strategy, page, request->pages);
    return (int)(before & BITS);
}

int attributes_flush(u32 handle, u32 address, u32 pages, u32 strategy)
{
    const struct space *space = space_find(handle);

    if (!space)
        return E_HANDLE;
    if (strategy > FLUSH_BEST)
        return E_INVALID;
    int error = check_range(space, address, pages);
    if (error == E_OK)
        paging_flush_by(strategy, space->linear + (address & ENTRY_FRAME),
                        pages);
    return error;
}
