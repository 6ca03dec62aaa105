/* SPDX-License-Identifier: MIT */
/* More memory for a client of `flat`: regions of the UPS. Their addresses
 * are the same for everybody, and so is the right to touch them. */
#include "model.h"

#include "space/lender.h"
#include "space/source.h"

int map_add(struct space *space, int number, u32 kind, u32 *at)
{
    const struct backing *b;

    if (number < 0)
        return number;
    b = backing_at((u32)number);
    if (!extent_add(&space->extents, &(struct extent){
            .base = b->base, .size = b->size, .access = FLAT_ACCESS,
            .most = FLAT_ACCESS, .kind = kind, .memory = (u32)number })) {
        backing_release((u32)number);
        return E_FULL;
    }
    if (at)
        *at = b->base;
    return 0;
}

int map_create(int handle, u32 address, u32 size, u32 access, u32 *at)
{
    struct space *space;
    int error;

    if (!access || access & ~FLAT_ACCESS)
        return E_INVALID;
    error = address & (PAGE_SIZE - 1) || !extent_pages(size) ? E_RANGE :
                                                               model_lock();
    if (error)
        return error;
    space = space_find(handle);
    return model_leave(space ? map_add(space, backing_create(address, size),
                                       AREA_MAP, at) : E_HANDLE);
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
    if (!e)
        return model_leave(space ? E_RANGE : E_HANDLE);
    backing_release(e->memory);
    extent_remove(&space->extents, e);
    return model_leave(0);
}

/* A quarter of what is there, so that a client needs few pieces, or just what
 * it wants. */
static int add_heap(struct space *space, u32 size)
{
    const u32 quarter = extent_pages((space->heap_end -
                                      space->client.entry) / 4);
    u32 base;
    int number = size < quarter ? backing_create(space->heap_end, quarter) :
                                  E_NOMEM;

    if (number < 0)
        number = backing_create(space->heap_end, size);
    if (number < 0)
        return E_NOMEM;
    size = backing_at((u32)number)->size;
    if (map_add(space, number, AREA_HEAP, &base) < 0)
        return E_NOMEM;
    space->heap_end += size;
    return 0;
}

/* Beyond what was kept behind the image: only if nobody is there. */
static int grow(struct space *space, u32 bytes, u32 *at)
{
    const u32 have = space->heap_end - space->data_end;
    int error = 0;

    if (bytes > have) {
        const u32 more = extent_pages(bytes - have);
        if (!more)
            return E_RANGE;
        error = add_heap(space, more);
        if (error < 0)
            return error;
    }
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
    if (!space)
        return model_leave(E_HANDLE);
    if (!space->image)
        return model_leave(E_NOTFOUND);
    return model_leave(grow(space, bytes, at));
}

/* It is there already; it stays while one of them has it. */
int map_share(int handle, u32 address, u32 size, int other, u32 access,
              u32 *at)
{
    struct space *from, *to;
    struct extent *e;
    const int error = access && !(access & ~FLAT_ACCESS) ? model_lock() :
                                                           E_INVALID;

    if (error)
        return error;
    to = space_find(other);
    from = to ? space_find(handle) : NULL;
    e = from ? extent_mapped(&from->extents, address, size) : NULL;
    if (!e)
        return model_leave(from ? E_RANGE : E_HANDLE);
    if (extent_overlaps(&to->extents, address, size))
        return model_leave(E_BUSY);
    backing_hold(e->memory);
    return model_leave(map_add(to, (int)e->memory, AREA_SHARED, at));
}

/* Its one address is free in the space, and its table has room. */
static int check_place(const struct space *space, int found)
{
    const struct backing *b = found > 0 ? backing_at((u32)found) : NULL;

    if (found < 0)
        return found;
    if (b && extent_overlaps(&space->extents, b->base, b->size))
        return E_BUSY;
    return space->extents.count < EXTENTS ? 0 : E_FULL;
}

static int attach(struct space *space, const struct attachment *wanted,
                  u32 *at)
{
    const int found = backing_find(wanted);
    int error = check_place(space, found);

    if (error >= 0)
        error = backing_open(wanted, found);
    if (error < 0)
        return error;
    const u32 number = (u32)error;
    error = map_add(space, error, AREA_ATTACHED, at);
    if (error >= 0)
        backing_known(wanted, number);
    return error;
}

int map_attach(int handle, const char *name, u32 size, u32 access, u32 *at)
{
    struct space *space;
    const int error = access && !(access & ~FLAT_ACCESS) ? model_lock() :
                                                           E_INVALID;

    if (error)
        return error;
    space = space_find(handle);
    if (!space)
        return model_leave(E_HANDLE);
    return model_leave(attach(space, &(struct attachment){
        &space->client.head, name, size, FLAT_ACCESS }, at));
}

void map_drop(struct space *space)
{
    for (u32 i = 0; i < space->extents.count; i++)
        backing_release(space->extents.at[i].memory);
    space->extents.count = 0;
}

struct extents *model_extents(struct space_head *space)
{
    return &((struct space *)space)->extents;
}

u32 model_memory_at(struct space_head *space, u32 address)
{
    return extent_find(model_extents(space), address)->memory;
}
