/* SPDX-License-Identifier: MIT */
/* What a client has in its window: map, unmap, grow. */
#include "model.h"

#include "resident/drop.h"
#include "space/loans.h"

#define FIRST 1u                /* page 0 is never mapped */

u32 map_count(u32 size)
{
    return (size >> PAGE_SHIFT) + !!(size % PAGE_SIZE);
}

int map_pages(const struct space *space, u32 address, u32 size, u32 *first,
              u32 *count)
{
    if (size == 0 || address % PAGE_SIZE ||
        !space_is_window(space, address, size))
        return E_RANGE;
    *first = address >> PAGE_SHIFT;
    *count = map_count(size);
    return *first < FIRST ? E_RANGE : E_OK;
}

static int is_free(const struct space *space, u32 first, u32 count)
{
    for (u32 i = 0; i < count; i++)
        if (space->shadow[first + i])
            return 0;
    return 1;
}

/* Of one page or more. */
int map_is_used(const struct space *space, u32 first, u32 count)
{
    do
        if (!(space->shadow[first++] & SHADOW_USED))
            return 0;
    while (--count);
    return 1;
}

int map_check_access(u32 access)
{
    return access & ACCESS_READ && !(access & ~SHADOW_RIGHTS) ? E_OK
                                                              : E_INVALID;
}

u32 map_place(const struct space *space, u32 count)
{
    u32 found = 0;

    for (u32 i = space->pages; i-- > FIRST; ) {
        found = space->shadow[i] ? 0 : found + 1;
        if (count && found == count)
            return i;
    }
    return 0;
}

/* Where it is to be: anywhere, or at `address`. */
static int choose(const struct space *space, u32 address, u32 size, u32 *first,
                  u32 *count)
{
    if (address) {
        const int error = map_pages(space, address, size, first, count);

        if (error < 0)
            return error;
        return is_free(space, *first, *count) ? E_OK : E_BUSY;
    }
    *count = map_count(size);
    if (*count == 0)
        return E_RANGE;
    *first = map_place(space, *count);
    return *first ? E_OK : E_NOMEM;
}

int map_create(struct space *space, u32 address, u32 size, u32 access, u32 *at)
{
    u32 first, count;
    int error = map_check_access(access);

    if (error == E_OK)
        error = choose(space, address, size, &first, &count);
    if (error < 0)
        return error;
    for (u32 i = 0; i < count; i++)
        space->shadow[first + i] = SHADOW_USED | access;
    if (at)
        *at = first << PAGE_SHIFT;
    return E_OK;
}

static void drop(struct space *space, u32 first, u32 count)
{
    do
        drop_page(space, first++);
    while (--count);
}

static __attribute__((noinline)) int drop_lent(struct space *space, u32 first,
                                               u32 count)
{
    const u32 at = first << PAGE_SHIFT, size = count << PAGE_SHIFT;
    const int error = loans_check_cut(&space->client.head, at, size);

    if (error < 0)
        return error;
    drop(space, first, count);
    loans_cut(&space->client.head, at, size);
    return E_OK;
}

int map_destroy(struct space *space, u32 address, u32 size)
{
    u32 first, count;
    int error = map_pages(space, address, size, &first, &count);

    if (error < 0)
        return error;
    if (!map_is_used(space, first, count))
        return E_RANGE;
    if (loans_count)
        return drop_lent(space, first, count);
    drop(space, first, count);
    return E_OK;
}

/* The page behind the heap; what an import brought with it in reserve is part
 * of it. */
static u32 heap_end(const struct space *space)
{
    u32 end = map_count(space->end);

    while (end < space->pages && space->shadow[end] & SHADOW_USED &&
           space_kind(space, end) == AREA_HEAP)
        end++;
    return end;
}

int map_grow(struct space *space, u32 bytes, u32 *at)
{
    const u32 start = space->end;
    const u32 have = heap_end(space);

    if (!space_is_window(space, start, bytes))
        return E_NOMEM;
    const u32 want = map_count(start + bytes);
    const u32 more = want > have ? want - have : 0;
    if (!is_free(space, have, more))
        return E_NOMEM;
    for (u32 i = have; i < have + more; i++)
        space->shadow[i] = SHADOW_DEMAND;
    space_set_kind(space, have, more, AREA_HEAP);
    space->end = start + bytes;
    if (at)
        *at = start;
    return E_OK;
}
