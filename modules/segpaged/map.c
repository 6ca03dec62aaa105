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

static int put(struct space *space, int number, u32 address, u32 access,
               u32 *at)
{
    int error;

    if (number < 0)
        return number;
    address = find_place(space, address, backing_at((u32)number)->size,
                         &error);
    if (error) {
        backing_release((u32)number);
        return error;
    }
    error = place(space, number, address, EXTENT_MAP, access);
    if (error >= 0) {
        backing_keep((u32)number);
        if (at)
            *at = address;
    }
    return error;
}

static int create(struct space *space, u32 address, u32 size, u32 access,
                  u32 *at)
{
    int error;

    find_place(space, address, size, &error);
    return error ? error : put(space, backing_create(0, size), address,
                               access, at);
}

int map_create(int handle, u32 address, u32 size, u32 access, u32 *at)
{
    const int error = check_access(access);
    struct space *space;

    if (error)
        return error;
    if (!extent_pages(size))
        return E_RANGE;
    model_lock();
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

    model_lock();
    space = space_find(handle);
    e = space ? extent_mapped(&space->extents, address, size) : NULL;
    if (e)
        place_remove(space, e);
    return model_leave(e ? 0 : space ? E_RANGE : E_HANDLE);
}

/* Heap behind the heap, up to the first thing that is mapped. */
static int grow(struct space *space, u32 bytes, u32 *at)
{
    const u32 have = space->heap_end - space->data_end;
    u32 more = bytes <= have ? 0 : extent_pages(bytes - have);
    int error = 0;

    if (!space->data_end)
        return E_NOTFOUND;
    if (bytes > SLICE)
        return E_NOMEM;
    if (more && more < HEAP)
        more = HEAP;
    if (more && (more > MAPS_END - space->heap_end ||
                 extent_overlaps(&space->extents, space->heap_end, more)))
        return E_NOMEM;
    if (more)
        error = place(space, backing_create(0, more), space->heap_end,
                      EXTENT_HEAP, ACCESS_READ | ACCESS_WRITE);
    if (error < 0)
        return error;
    if (at)
        *at = space->data_end;
    space->heap_end += more;
    space->data_end += bytes;
    return 0;
}

int map_grow(int handle, u32 bytes, u32 *at)
{
    struct space *space;

    model_lock();
    space = space_find(handle);
    return model_leave(space ? grow(space, bytes, at) : E_HANDLE);
}

int map_share(int handle, u32 address, u32 size, int other, u32 access,
              u32 *at)
{
    const int error = check_access(access);
    struct space *from, *to;
    struct extent *e;

    if (error)
        return error;
    model_lock();
    from = space_find(handle);
    to = space_find(other);
    if (!from || !to)
        return model_leave(E_HANDLE);
    e = extent_mapped(&from->extents, address, size);
    if (!e)
        return model_leave(E_RANGE);
    backing_hold(e->memory);
    return model_leave(put(to, (int)e->memory, 0, access, at));
}

int map_attach(int handle, const char *name, u32 size, u32 access, u32 *at)
{
    const int error = check_access(access);
    struct space *space;

    if (error)
        return error;
    model_lock();
    space = space_find(handle);
    if (!space)
        return model_leave(E_HANDLE);
    return model_leave(put(space, backing_open(name, size), 0, access, at));
}
