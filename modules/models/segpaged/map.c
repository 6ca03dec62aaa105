/* SPDX-License-Identifier: MIT */
/* More memory in a slice. */
#include "model.h"

#include "sharing/mapped.h"
#include "sharing/share.h"

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

int map_visits(struct space *space, u32 size, u32 *at)
{
    return create(space, 0, size, ACCESS_READ | ACCESS_WRITE, at);
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

void model_unmap(struct space_head *space, struct extent *e)
{
    place_remove((struct space *)space, e);
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

int model_grow(struct space_head *head, u32 bytes, u32 *at)
{
    struct space *space = (struct space *)head;
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

static int access_of(u32 access)
{
    const int error = check_access(access);

    return error < 0 ? error : (int)access;
}

/* Not more of it than it may have itself. */
static int share(const struct part *part, struct space_head *to, u32 access,
                 u32 *at)
{
    const struct extent *e = extent_mapped(model_extents(part->from),
                                           part->address, part->size);
    int error;

    if (!e || (part->is_own && e->kind == AREA_SHARED))
        return E_RANGE;
    const u32 number = e->memory;
    if (access & ~e->most)
        return E_RIGHTS;
    *at = find_place((struct space *)to, 0, e->size, &error);
    if (error)
        return error;
    backing_hold(number);
    error = place((struct space *)to, (int)number, *at, AREA_SHARED, access);
    if (error >= 0)
        backing_shared(to, number, access);
    return error;
}

static int find_object(const struct attachment *wanted, int found)
{
    int error = found;

    if (error >= 0)
        find_place((struct space *)wanted->space, 0,
                   backing_find_size(wanted, found), &error);
    return error;
}

static int put(const struct attachment *wanted, u32 number, u32 *at)
{
    struct space *space = (struct space *)wanted->space;
    int error;
    const u32 address = find_place(space, 0, backing_at(number)->size, &error);

    if (error)
        backing_release(number);
    else
        error = place(space, (int)number, address, AREA_ATTACHED,
                      wanted->access);
    if (error >= 0 && at)
        *at = address;
    return error;
}

const struct sharing model_sharing = {
    .access = access_of, .share = share, .unmap = mapped_end,
    .place = find_object, .put = put,
};
