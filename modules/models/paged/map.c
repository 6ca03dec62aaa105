/* SPDX-License-Identifier: MIT */
/* What a client has in its window: map, unmap, protect, grow, share, copy. */
#include "map.h"

#define FIRST 1u                /* page 0 is never mapped */

static u32 count_pages(u32 size)
{
    return (size >> PAGE_SHIFT) + !!(size % PAGE_SIZE);
}

/* [address, + size), in pages, inside the window; E_RANGE. */
static int pages_of(const struct space *space, u32 address, u32 size,
                    u32 *first, u32 *count)
{
    if (size == 0 || address % PAGE_SIZE ||
        !space_is_window(space, address, size))
        return E_RANGE;
    *first = address >> PAGE_SHIFT;
    *count = count_pages(size);
    return *first < FIRST ? E_RANGE : E_OK;
}

static int is_free(const struct space *space, u32 first, u32 count)
{
    for (u32 i = 0; i < count; i++)
        if (space->shadow[first + i])
            return 0;
    return 1;
}

static int is_used(const struct space *space, u32 first, u32 count)
{
    for (u32 i = 0; i < count; i++)
        if (!(space->shadow[first + i] & SHADOW_USED))
            return 0;
    return 1;
}

/* Who was given pages gives no more of them than that. */
static int may_give(const struct space *space, u32 first, u32 count,
                    u32 access)
{
    for (u32 i = 0; i < count; i++)
        if (!shadow_may(space->shadow[first + i], access))
            return 0;
    return 1;
}

/* The highest free stretch, to leave room for grow(); 0: none. */
u32 map_place(const struct space *space, u32 pages)
{
    u32 found = 0;

    for (u32 i = space->pages; i-- > FIRST; ) {
        found = space->shadow[i] ? 0 : found + 1;
        if (pages && found == pages)
            return i;
    }
    return 0;
}

static int check_access(u32 access)
{
    return access & ACCESS_READ && !(access & ~SHADOW_RIGHTS) ? E_OK
                                                              : E_INVALID;
}

int space_map(struct space *space, u32 address, u32 size, u32 access, u32 *at)
{
    u32 first, count;
    int error = check_access(access);

    if (error < 0)
        return error;
    if (address == 0) {
        count = count_pages(size);
        if (count == 0)
            return E_RANGE;
        first = map_place(space, count);
        if (!first)
            return E_NOMEM;
    } else {
        error = pages_of(space, address, size, &first, &count);
        if (error < 0)
            return error;
        if (!is_free(space, first, count))
            return E_BUSY;
    }
    for (u32 i = 0; i < count; i++)
        space->shadow[first + i] = SHADOW_USED | access;
    if (at != NULL)
        *at = first << PAGE_SHIFT;
    return E_OK;
}

int space_unmap(struct space *space, u32 address, u32 size)
{
    u32 first, count;
    int error = pages_of(space, address, size, &first, &count);

    if (error < 0)
        return error;
    if (!is_used(space, first, count))
        return E_RANGE;
    for (u32 i = first; i < first + count; i++) {
        page_drop_mapping(space, i);
        space->shadow[i] = 0;
    }
    return E_OK;
}

int space_grow(struct space *space, u32 bytes, u32 *at)
{
    const u32 start = space->end;
    const u32 have = count_pages(start);

    if (!space_is_window(space, start, bytes))
        return E_NOMEM;
    const u32 want = count_pages(start + bytes);
    if (!is_free(space, have, want - have))
        return E_NOMEM;
    for (u32 i = have; i < want; i++)
        space->shadow[i] = SHADOW_DEMAND;
    space->end = start + bytes;
    if (at != NULL)
        *at = start;
    return E_OK;
}

/* Each page gets a mapping more; a page that nobody has touched is made now,
 * for both are to have the same one. */
static int share_page(struct space *from, u32 i, struct space *to, u32 j,
                      u32 access)
{
    struct page *page = page_of(from->shadow[i]);
    int error = E_OK;

    if (page == NULL || from->shadow[i] & SHADOW_COPY)
        error = page_own(from, i);
    if (error < 0)
        return error;
    page = page_of(from->shadow[i]);
    error = page_add_mapping(page, to, j);
    if (error < 0)
        return error;
    page->flags |= PAGE_SHARED;
    if (page->object)
        object_shared(page, to, access);
    to->shadow[j] = page->shadow >> SHADOW_SHIFT << SHADOW_SHIFT |
                    shadow_lent(access);
    return E_OK;
}

/* Room in the tables, so that it is done or not done. */
static int check_tables(const struct space *from, u32 first, u32 count)
{
    u32 pages = 0;

    for (u32 i = first; i < first + count; i++) {
        const struct page *page = page_of(from->shadow[i]);

        pages += page == NULL || from->shadow[i] & SHADOW_COPY;
        if (page != NULL && page->refs == REFS_MOST)
            return E_FULL;
    }
    return pages > paged.pages_left || count > paged.references_left ? E_FULL :
                                                                       E_OK;
}

int space_share(struct space *from, u32 address, u32 size, struct space *to,
                u32 access, u32 *at)
{
    u32 first, count;
    int error = pages_of(from, address, size, &first, &count);

    if (error == E_OK)
        error = check_access(access);
    if (error < 0)
        return error;
    if (!is_used(from, first, count))
        return E_RANGE;
    if (!may_give(from, first, count, access))
        return E_RIGHTS;
    const u32 place = map_place(to, count);
    if (!place)
        return E_NOMEM;
    error = check_tables(from, first, count);
    if (error < 0)
        return error;
    for (u32 i = 0; i < count; i++) {
        error = share_page(from, first + i, to, place + i, access);
        if (error < 0) {
            if (i)
                space_unmap(to, place << PAGE_SHIFT, i << PAGE_SHIFT);
            return error;
        }
    }
    if (at != NULL)
        *at = place << PAGE_SHIFT;
    return E_OK;
}

static int copy_page(struct space *from, struct space *to, u32 i)
{
    struct page *page = page_of(from->shadow[i]);

    if (page == NULL) {
        to->shadow[i] = from->shadow[i];
        return E_OK;
    }
    int error = page_add_mapping(page, to, i);
    if (error < 0)
        return error;
    if (!page->object && !(page->flags & PAGE_SHARED)) {
        from->shadow[i] |= SHADOW_COPY;
        nmm->page_attributes(from->vsas, WINDOW + i * PAGE_SIZE, 1,
                             MAP_WRITE, 0, FLUSH_INVLPG);
    }
    to->shadow[i] = from->shadow[i];
    return E_OK;
}

static int check_copy(const struct space *from)
{
    u32 pages = 0;

    for (u32 i = 0; i < from->pages; i++) {
        const struct page *page = page_of(from->shadow[i]);

        pages += page != NULL;
        if (page != NULL && page->refs == REFS_MOST)
            return E_FULL;
    }
    return pages > paged.references_left ? E_FULL : E_OK;
}

int space_copy(struct space *from, struct space *to)
{
    int error = check_copy(from);

    if (error < 0)
        return error;
    object_copied(from, to);
    for (u32 i = 0; i < from->pages && error == E_OK; i++)
        error = copy_page(from, to, i);
    to->end = from->end;
    to->client.entry = from->client.entry;
    to->client.finish = from->client.finish;
    to->client.top = from->client.top;
    for (u32 i = 0; i < NAME_SIZE; i++)
        to->client.name[i] = from->client.name[i];
    return error;
}
