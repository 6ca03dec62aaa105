/* SPDX-License-Identifier: MIT */
/* Other rights for pages that are there. MEASURED PATH, for one page. */
#include "model.h"

#include "paging/pages.h"
#include "page/shadow.h"

/* One page-table entry, if there is one; what is not there yet is made from
 * the shadow. */
static void protect_entry(const struct space *space, u32 number)
{
    const u32 flags = shadow_flags(space->shadow[number]) & ~MAP_PRESENT;

    nmm->page_attributes(space->vsas, space_linear(number), 1,
                         (MAP_WRITE | MAP_USER) & ~flags, flags,
                         FLUSH_INVLPG);
}

/* Many at once, if all are there, none waits for a copy, none is closed. */
static int protect_entries(const struct space *space, u32 first, u32 count,
                           u32 any)
{
    const u32 flags = shadow_flags(space->shadow[first]) & ~MAP_PRESENT;

    if (any & (SHADOW_COPY | SHADOW_GUARD))
        return E_NOTFOUND;
    return nmm->page_attributes(space->vsas, space_linear(first),
                                count, (MAP_WRITE | MAP_USER) & ~flags, flags,
                                model_flush);
}

/* What programs ask for most. */
static int protect_one(struct space *space, u32 number, u32 access)
{
    const u32 entry = space->shadow[number];

    if (!(entry & SHADOW_USED))
        return E_RANGE;
    if (!shadow_may(entry, access))
        return E_RIGHTS;
    space->shadow[number] = (entry & ~SHADOW_RIGHTS) | access;
    if (entry >> SHADOW_SHIFT)
        protect_entry(space, number);
    return E_OK;
}

static int protect_many(struct space *space, u32 first, u32 count, u32 access)
{
    u32 *shadow = space->shadow + first;
    u32 all = SHADOW_USED, any = 0;

    for (u32 i = 0; i < count; i++) {
        all &= shadow[i];
        any |= shadow[i];
    }
    if (!(all & SHADOW_USED))
        return E_RANGE;
    if (!shadow_may(any, access))
        return E_RIGHTS;
    for (u32 i = 0; i < count; i++)
        shadow[i] = (shadow[i] & ~SHADOW_RIGHTS) | access;
    if (any >> SHADOW_SHIFT == 0 ||
        protect_entries(space, first, count, any) >= 0)
        return E_OK;
    for (u32 i = 0; i < count; i++)
        if (shadow[i] >> SHADOW_SHIFT)
            protect_entry(space, first + i);
    return E_OK;
}

int protect_pages(struct space *space, u32 address, u32 size, u32 access)
{
    const u32 first = address >> PAGE_SHIFT;
    const u32 count = (size + PAGE_SIZE - 1) >> PAGE_SHIFT;

    if (address % PAGE_SIZE || first == 0 || first >= space->pages ||
        count - 1 >= space->pages - first)
        return E_RANGE;
    if (access & ~SHADOW_RIGHTS || (access && !(access & ACCESS_READ)))
        return E_INVALID;
    return count == 1 ? protect_one(space, first, access) :
                        protect_many(space, first, count, access);
}

int model_close(int handle, u32 address, u32 open)
{
    struct space *space = space_find(handle);
    const u32 number = address >> PAGE_SHIFT;

    if (!space)
        return E_HANDLE;
    if (number >= space->pages || !(space->shadow[number] & SHADOW_USED))
        return E_RANGE;
    u32 *shadow = &space->shadow[number];
    *shadow &= ~SHADOW_WATCH;
    if (open != PAGES_OPEN) {
        space->fast_pages = 0;
        *shadow |= SHADOW_GUARD | open << SHADOW_OPEN;
    }
    if (*shadow >> SHADOW_SHIFT)
        protect_entry(space, number);
    return E_OK;
}

int protect_locked(int handle, u32 address, u32 size, u32 access)
{
    const int error = model_lock();
    if (error)
        return error;
    struct space *space = space_find(handle);
    return model_leave(space ? protect_pages(space, address, size, access)
                             : E_HANDLE);
}

/* Of the one that trapped last: for protect_fast(). At first nobody's. */
static struct space nobody;
struct space *protect_recent = &nobody;

void protect_forget(void)
{
    protect_recent = &nobody;
}
