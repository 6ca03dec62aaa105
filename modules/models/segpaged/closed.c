/* SPDX-License-Identifier: MIT */
/*
 * Pages that are closed to their client, for what watches it (api/pages.h): the
 * entry has what is left, the list has the client's rights.
 */
#include "closed.h"

#include "paging/pages.h"

static struct closed *find(struct space *space, u32 address)
{
    const u32 page = address & ~(PAGE_SIZE - 1);

    for (u32 i = 0; i < space->closed_count; i++)
        if (space->closed[i].page == page)
            return &space->closed[i];
    return NULL;
}

/* The entry, by the list. */
static void apply(const struct space *space, const struct closed *c)
{
    const u32 access = c->access & c->open;
    const u32 bits = (access ? MAP_USER : 0) |
                     (access & ACCESS_WRITE ? MAP_WRITE : 0);

    nmm->page_attributes(model_vsas, space_linear(space) + c->page, 1,
                         (MAP_USER | MAP_WRITE) & ~bits, bits, model_flush);
}

static struct closed *add(struct space *space, u32 address)
{
    struct closed *c = &space->closed[space->closed_count];

    if (space->closed_count == CLOSED)
        return NULL;
    c->page = address & ~(PAGE_SIZE - 1);
    c->access = access_of_page(space, address);
    space->closed_count++;
    return c;
}

static void drop(struct space *space, struct closed *c)
{
    *c = space->closed[--space->closed_count];
}

int model_close(int handle, u32 address, u32 open)
{
    struct space *space = space_find(handle);

    if (!space)
        return E_HANDLE;
    if (address >= SLICE || !extent_find(&space->extents, address))
        return E_RANGE;
    struct closed *c = find(space, address);
    if (!c && open == PAGES_OPEN)
        return 0;
    if (!c)
        c = add(space, address);
    if (!c)
        return E_QUOTA;
    c->open = open;
    apply(space, c);
    if (open == PAGES_OPEN)
        drop(space, c);
    return 0;
}

int closed_touch(struct space *space, struct client_fault *fault, u32 address,
                 u32 access)
{
    const struct closed *c = find(space, address);

    if (!c || !(c->access & access) || c->open & access)
        return 0;
    const int answer = client_touch(&space->client, fault, address,
                                    CLIENT_LINK((u32)(fault + 1)));
    if (answer == WATCH_NOBODY)
        model_pages_close(space->client.head.handle, address, PAGES_OPEN);
    return answer ? 1 : -1;
}

int closed_access(struct space *space, u32 address, u32 *access)
{
    const struct closed *c = find(space, address);

    if (c)
        *access = c->access;
    return c != NULL;
}

void closed_protect(struct space *space, u32 address, u32 size, u32 access)
{
    for (u32 i = 0; i < space->closed_count; i++) {
        struct closed *c = &space->closed[i];
        if (c->page - address >= size)
            continue;
        c->access = access;
        apply(space, c);
    }
}

void closed_remove(struct space *space, u32 address, u32 size)
{
    for (u32 i = space->closed_count; i-- > 0;)
        if (space->closed[i].page - address < size)
            drop(space, &space->closed[i]);
}
