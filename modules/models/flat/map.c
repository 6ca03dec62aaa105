/* SPDX-License-Identifier: MIT */
/* More memory for a client of `flat`: regions of the UPS. Their addresses
 * are the same for everybody, and so is the right to touch them. */
#include "model.h"

#include "sharing/mapped.h"
#include "sharing/share.h"
#include "sharing/source.h"

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

void model_unmap(struct space_head *space, struct extent *e)
{
    const u32 memory = e->memory;

    extent_remove(model_extents(space), e);
    backing_release(memory);
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
int model_grow(struct space_head *head, u32 bytes, u32 *at)
{
    struct space *space = (struct space *)head;
    const u32 have = space->heap_end - space->data_end;

    if (!space->image)
        return E_NOTFOUND;
    if (bytes > have) {
        const u32 more = extent_pages(bytes - have);
        if (!more)
            return E_RANGE;
        if (add_heap(space, more) < 0)
            return E_NOMEM;
    }
    if (at)
        *at = space->data_end;
    space->data_end += bytes;
    return 0;
}

/* It is there already; it stays while one of them has it. */
static int share(const struct part *part, struct space_head *other,
                 u32 access, u32 *at)
{
    struct space *to = (struct space *)other;
    const struct extent *e = extent_mapped(model_extents(part->from),
                                           part->address, part->size);

    (void)access;
    if (!e || (part->is_own && e->kind == AREA_SHARED))
        return E_RANGE;
    if (extent_overlaps(&to->extents, e->base, e->size))
        return E_BUSY;
    backing_hold(e->memory);
    return map_add(to, (int)e->memory, AREA_SHARED, at);
}

/* Nothing protects it. */
static int access_of(u32 access)
{
    return access && !(access & ~FLAT_ACCESS) ? FLAT_ACCESS : E_INVALID;
}

/* Its one address is free in the space, and its table has room. */
static int place(const struct attachment *wanted, int found)
{
    const struct extents *all = model_extents(wanted->space);
    const struct backing *b = found > 0 ? backing_at((u32)found) : NULL;

    if (found < 0)
        return found;
    if (b && extent_overlaps(all, b->base, b->size))
        return E_BUSY;
    return all->count < EXTENTS ? 0 : E_FULL;
}

static int put(const struct attachment *wanted, u32 number, u32 *at)
{
    return map_add((struct space *)wanted->space, (int)number, AREA_ATTACHED,
                   at);
}

const struct sharing model_sharing = {
    .access = access_of, .share = share, .unmap = mapped_end,
    .place = place, .put = put,
};

void map_drop(struct space *space)
{
    while (space->extents.count)
        model_unmap(&space->client.head, &space->extents.at[0]);
}

struct extents *model_extents(struct space_head *space)
{
    return &((struct space *)space)->extents;
}

u32 model_memory_at(struct space_head *space, u32 address)
{
    return extent_find(model_extents(space), address)->memory;
}
