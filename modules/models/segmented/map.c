/* SPDX-License-Identifier: MIT */
/*
 * More memory for a client of `segmented`: the segment CLIENT_DATA has one
 * end, and that is where it grows and shrinks.
 */
#include "model.h"

#include "../../../core/lib/string.h"

/* Into a larger region, with a quarter to spare. */
static int move(struct space *space, u32 end)
{
    const u32 old = space->data, old_end = space->end;
    const int number = backing_create(0, extent_pages(end + end / 4));
    int error;

    if (number < 0)
        return E_NOMEM;
    memcpy((void *)backing_at((u32)number)->base,
           (const void *)backing_at(old)->base, old_end);
    space->data = (u32)number;
    space->end = end;
    error = segment_set_data(space);
    if (error < 0) {
        space->data = old;
        space->end = old_end;
        segment_set_data(space);
        backing_release((u32)number);
        return error;
    }
    segment_follow(space);
    backing_release(old);
    return 0;
}

/* New bytes are 0. */
static int grow_to(struct space *space, u32 end)
{
    const struct backing *data = backing_at(space->data);
    const u32 old_end = space->end;
    int error;

    if (end < old_end || end > END_MAX)
        return E_NOMEM;
    if (end > data->size)
        return move(space, end);
    memset((void *)(data->base + old_end), 0, end - old_end);
    space->end = end;
    error = segment_set_data(space);
    if (error < 0)
        space->end = old_end;
    return error;
}

/* NULL and an error if there is nothing that could grow. */
static struct space *find(int handle, int *error)
{
    struct space *space = space_find(handle);

    *error = !space ? E_HANDLE : !space->data ? E_NOTFOUND : 0;
    return *error ? NULL : space;
}

static int grow(struct space *space, u32 bytes, u32 *at)
{
    const u32 end = space->end;
    const int error = grow_to(space, end + bytes);

    if (error >= 0 && at)
        *at = end;
    return error;
}

int map_grow(int handle, u32 bytes, u32 *at)
{
    struct space *space;
    int error = model_lock();

    if (error)
        return error;
    space = find(handle, &error);
    return model_leave(space ? grow(space, bytes, at) : error);
}

static int map(struct space *space, u32 address, u32 size, u32 *at)
{
    const u32 end = extent_pages(space->end);
    int error;

    if (!size || address & (PAGE_SIZE - 1))
        return E_RANGE;
    if (address && address != end)
        return address < end ? E_BUSY : E_NOT_APPLICABLE;
    if (extent_pages(size) < size)
        return E_NOMEM;
    error = grow_to(space, end + extent_pages(size));
    if (error >= 0 && at)
        *at = end;
    return error;
}

int map_visits(struct space *space, u32 size, u32 *at)
{
    return map(space, 0, size, at);
}

int map_create(int handle, u32 address, u32 size, u32 access, u32 *at)
{
    struct space *space;
    int error;

    if (!access || access & ~7u)
        return E_INVALID;
    if (access != (ACCESS_READ | ACCESS_WRITE))
        return E_NOT_APPLICABLE;        /* one segment has one right */
    error = model_lock();
    if (error)
        return error;
    space = find(handle, &error);
    return model_leave(space ? map(space, address, size, at) : error);
}

/* Only from the end: a segment has no holes. From where a page begins, whole
 * pages go, as map() gave them. */
static int unmap(struct space *space, u32 address, u32 size)
{
    const u32 pages = extent_pages(size);

    if (far_is(address))
        return share_detach(space, address, size);
    if (address < STACK || address > space->end || !pages)
        return E_RANGE;
    if ((address & (PAGE_SIZE - 1) ? size : pages) < space->end - address ||
        pages > extent_pages(space->end) - address)
        return E_NOT_APPLICABLE;
    if (share_has(space, address))
        return E_BUSY;
    space->end = address;
    return segment_set_data(space);
}

int map_destroy(int handle, u32 address, u32 size)
{
    struct space *space;
    int error = model_lock();

    if (error)
        return error;
    space = find(handle, &error);
    return model_leave(space ? unmap(space, address, size) : error);
}
