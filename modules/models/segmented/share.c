/* SPDX-License-Identifier: MIT */
/*
 * Shared memory by descriptor. A part of a client's data that another has
 * moves with that data and ends with it; a named object stays.
 */
#include "model.h"

#define FAR_STEP (8u << 16)     /* from a far address to the next */

static int check_access(u32 access)
{
    if (!access || access & ~7u)
        return E_INVALID;
    return access & ACCESS_EXECUTE || !(access & ACCESS_READ) ?
           E_NOT_APPLICABLE : 0;
}

static int find_free(const struct space *space)
{
    for (int i = 0; i < FARS; i++)
        if (!space->far[i].access)
            return i;
    return E_FULL;
}

u32 share_slot(u32 address)
{
    return (address - far_address(segment_selector(0))) / FAR_STEP;
}

int share_put(struct space *space, u32 i, const struct far *f)
{
    space->far[i] = *f;
    const int error = segment_set_far(space, i);
    if (error < 0)
        space->far[i] = (struct far){ 0 };
    return error;
}

static int add(struct space *space, const struct far *f, u32 *at)
{
    const int i = find_free(space);

    if (i < 0)
        return i;
    const int error = share_put(space, (u32)i, f);
    if (error >= 0 && at)
        *at = far_address(segment_selector((u32)i));
    return error;
}

static void remove(struct space *space, u32 i)
{
    backing_release(space->far[i].memory);
    space->far[i] = (struct far){ 0 };
    segment_set_far(space, i);
}

/* Rounded up, it would grant what lies behind it. */
static int check_part(const struct space *from, u32 address, u32 size)
{
    if (far_is(address) || !size || address < STACK || address > from->end ||
        size > from->end - address)
        return E_RANGE;
    return client_limit(size) == size ? 0 : E_NOT_APPLICABLE;
}

static int share(struct space *from, u32 address, u32 size, struct space *to,
                 u32 access, u32 *at)
{
    const struct far f = { .access = access, .source = from->client.head.handle,
                           .offset = address, .size = size };
    const int error = check_part(from, address, size);

    return error < 0 ? error : add(to, &f, at);
}

int share_lend(struct space *space, u32 i, const struct far *f)
{
    const struct space *from = space_find(f->source);
    const int error = !from ? E_HANDLE :
                      check_part(from, f->offset, f->size);

    return error < 0 ? error : share_put(space, i, f);
}

int share_data(int handle, u32 address, u32 size, int other, u32 access,
               u32 *at)
{
    int error = check_access(access);
    struct space *from, *to;

    if (!error)
        error = model_lock();
    if (error)
        return error;
    from = space_find(handle);
    to = space_find(other);
    if (!from || !to)
        return model_leave(E_HANDLE);
    if (!from->data || !to->data)
        return model_leave(E_NOTFOUND);
    return model_leave(share(from, address, size, to, access, at));
}

/* As much of the object as is wanted; what is behind its bytes in their last
 * page is its own. */
static int attach(struct space *space, const struct attachment *wanted,
                  u32 *at)
{
    const int found = backing_find(wanted);
    struct far f = { .access = wanted->access };
    int error = found < 0 ? found : find_free(space);

    if (error >= 0)
        error = backing_open(wanted, found);
    if (error < 0)
        return error;
    f.memory = (u32)error;
    f.size = wanted->size ? client_limit(wanted->size) :
                            backing_at(f.memory)->size;
    error = add(space, &f, at);
    if (error < 0)
        backing_release(f.memory);
    else
        backing_known(wanted, f.memory);
    return error;
}

int share_attach(int handle, const char *name, u32 size, u32 access, u32 *at)
{
    int error = check_access(access);
    struct space *space;

    if (!error)
        error = model_lock();
    if (error)
        return error;
    space = space_find(handle);
    if (!space || !space->data)
        return model_leave(space ? E_NOTFOUND : E_HANDLE);
    return model_leave(attach(space, &(struct attachment){
        &space->client.head, name, size, access }, at));
}

int share_detach(struct space *space, u32 address, u32 size)
{
    const u32 i = (far_selector(address) >> 3) - FAR_FIRST;

    if (i >= FARS || !space->far[i].access || address & 0xffff ||
        extent_pages(size) != extent_pages(space->far[i].size))
        return E_RANGE;
    remove(space, i);
    return 0;
}

static void drop_from(struct space *space, int source)
{
    for (u32 i = 0; i < FARS; i++)
        if (space->far[i].access && (!source ||
                                     space->far[i].source == source))
            remove(space, i);
}

void share_drop(struct space *space)
{
    drop_from(space, 0);
    for (u32 i = 0; i < SPACES_MAX; i++)
        if (spaces_slot(i))
            drop_from((struct space *)spaces_slot(i), space->client.head.handle);
}

static int has(const struct space *space, int source, u32 offset)
{
    for (u32 i = 0; i < FARS; i++) {
        const struct far *f = &space->far[i];
        if (f->access && f->source == source && f->offset + f->size > offset)
            return 1;
    }
    return 0;
}

int share_has(const struct space *space, u32 offset)
{
    for (u32 i = 0; i < SPACES_MAX; i++)
        if (spaces_slot(i) && has((const struct space *)spaces_slot(i),
                                  space->client.head.handle, offset))
            return 1;
    return 0;
}
