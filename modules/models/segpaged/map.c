/* SPDX-License-Identifier: MIT */
/* More memory in a slice. */
#include "model.h"

/* Pages can be read-only, not unreadable; executable is only CLIENT_CODE. */
static int check_access(u32 access)
{
    if (!access || access & ~7u)
        return E_INVALID;
    return access & ACCESS_EXECUTE || !(access & ACCESS_READ) ?
           E_NOT_APPLICABLE : 0;
}

/* Where `size` bytes, pages, can go; *error if nowhere. */
static u32 find_place(const struct space *space, u32 address, u32 size,
                      int *error)
{
    *error = 0;
    if (!address) {
        address = extent_gap(&space->extents, MAPS, MAPS_END, size);
        if (!address)
            *error = E_NOMEM;
    } else if (address & (PAGE_SIZE - 1) || address >= MAPS_END ||
               size > MAPS_END - address) {
        *error = E_RANGE;
    } else if (extent_overlaps(&space->extents, address, size)) {
        *error = E_BUSY;
    }
    return address;
}

static int create(struct space *space, u32 address, u32 size, u32 access,
                  u32 *at)
{
    int error;

    address = find_place(space, address, size, &error);
    if (!error)
        error = place(space, backing_create(0, size), address, AREA_MAP,
                      access);
    if (error >= 0 && at)
        *at = address;
    return error;
}

/* What another has, too. */
static int lend(struct space *space, u32 number, u32 kind, u32 access,
                u32 *at)
{
    int error;
    const u32 address = find_place(space, 0, backing_at(number)->size,
                                   &error);

    backing_hold(number);
    if (error)
        backing_release(number);
    else
        error = place(space, (int)number, address, kind, access);
    if (error >= 0 && at)
        *at = address;
    return error;
}

int map_create(int handle, u32 address, u32 size, u32 access, u32 *at)
{
    int error = check_access(access);
    struct space *space;

    if (!error)
        error = extent_pages(size) ? model_lock() : E_RANGE;
    if (error)
        return error;
    space = space_find(handle);
    if (!space)
        return model_leave(E_HANDLE);
    return model_leave(create(space, address, extent_pages(size), access,
                              at));
}

int map_destroy(int handle, u32 address, u32 size)
{
    struct space *space;
    struct extent *e;
    const int error = model_lock();

    if (error)
        return error;
    space = space_find(handle);
    e = space ? extent_mapped(&space->extents, address, size) : NULL;
    if (e)
        place_remove(space, e);
    return model_leave(e ? 0 : space ? E_RANGE : E_HANDLE);
}

static int fits(const struct space *space, u32 size)
{
    return size <= MAPS_END - space->heap_end &&
           !extent_overlaps(&space->extents, space->heap_end, size);
}

/* Heap behind the heap, up to the first thing that is mapped: a quarter of
 * what is there, so that a client needs few pieces, or just what it wants. */
static int add_heap(struct space *space, u32 size)
{
    const u32 quarter = extent_pages(space->heap_end / 4);
    const u32 least = quarter < HEAP ? HEAP : quarter;
    int error;

    if (size < least && fits(space, least))
        size = least;
    if (!fits(space, size))
        return E_NOMEM;
    error = place(space, backing_create(0, size), space->heap_end,
                  AREA_HEAP, ACCESS_READ | ACCESS_WRITE);
    if (error >= 0)
        space->heap_end += size;
    return error;
}

static int grow(struct space *space, u32 bytes, u32 *at)
{
    const u32 have = space->heap_end - space->data_end;
    int error = 0;

    if (!space->data_end)
        return E_NOTFOUND;
    if (bytes > SLICE)
        return E_NOMEM;
    if (bytes > have)
        error = add_heap(space, extent_pages(bytes - have));
    if (error < 0)
        return error;
    if (at)
        *at = space->data_end;
    space->data_end += bytes;
    return 0;
}

int map_grow(int handle, u32 bytes, u32 *at)
{
    struct space *space;
    const int error = model_lock();

    if (error)
        return error;
    space = space_find(handle);
    return model_leave(space ? grow(space, bytes, at) : E_HANDLE);
}

/* Not more of it than it may have itself. */
static int share(const struct extent *e, struct space *to, u32 access,
                 u32 *at)
{
    const u32 number = e->memory;
    const int error = access & ~e->most ? E_RIGHTS :
                      lend(to, number, AREA_SHARED, access, at);

    if (error >= 0)
        backing_shared(&to->client.head, number, access);
    return error;
}

int map_share(int handle, u32 address, u32 size, int other, u32 access,
              u32 *at)
{
    int error = check_access(access);
    struct space *from, *to;
    struct extent *e;

    if (!error)
        error = model_lock();
    if (error)
        return error;
    from = space_find(handle);
    to = space_find(other);
    if (!from || !to)
        return model_leave(E_HANDLE);
    e = extent_mapped(&from->extents, address, size);
    return model_leave(e ? share(e, to, access, at) : E_RANGE);
}

/* Its place is known before it is made. */
static int attach(struct space *space, const struct attachment *wanted,
                  u32 *at)
{
    const int found = backing_find(wanted);
    int error = found;

    if (error >= 0)
        find_place(space, 0, backing_find_size(wanted, found), &error);
    if (error >= 0)
        error = backing_open(wanted, found);
    if (error < 0)
        return error;
    const u32 number = (u32)error;
    error = lend(space, number, AREA_ATTACHED, wanted->access, at);
    if (error >= 0)
        backing_known(wanted, number);
    backing_release(number);
    return error;
}

int map_attach(int handle, const char *name, u32 size, u32 access, u32 *at)
{
    int error = check_access(access);
    struct space *space;

    if (!error)
        error = model_lock();
    if (error)
        return error;
    space = space_find(handle);
    if (!space)
        return model_leave(E_HANDLE);
    return model_leave(attach(space, &(struct attachment){
        &space->client.head, name, size, access }, at));
}
