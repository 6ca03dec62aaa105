/* SPDX-License-Identifier: MIT */
/* Copies to and from clients of `segmented`: what their DS reaches, and what
 * is shared with them; where it lies in the UPS. */
#include "model.h"

#include "../../../core/lib/string.h"

static int is_within(u32 offset, u32 size, u32 end)
{
    return offset <= end && size <= end - offset;
}

static void *far_pointer(const struct space *space, u32 address, u32 size,
                         u32 access)
{
    const u32 i = (far_selector(address) >> 3) - FAR_FIRST;
    const struct far *f = &space->far[i];

    if (i >= FARS || !(f->access & access) ||
        !is_within(address & 0xffff, size, f->size))
        return NULL;
    return (void *)(backing_at(segment_memory(f))->base + f->offset +
                    (address & 0xffff));
}

static void *pointer(const struct space *space, u32 address, u32 size,
                     u32 access)
{
    if (far_is(address))
        return far_pointer(space, address, size, access);
    if (!space->data || !is_within(address, size, space->end))
        return NULL;
    return (void *)(backing_at(space->data)->base + address);
}

/* The lock keeps the data from moving meanwhile. */
int access_read(int handle, u32 address, void *data, u32 size)
{
    const struct space *space;
    const void *from;
    const int error = model_lock();

    if (error)
        return error;
    space = space_find(handle);
    from = space ? pointer(space, address, size, ACCESS_READ) : NULL;
    if (from)
        memcpy(data, from, size);
    return model_leave(from ? 0 : space ? E_ADDRESS : E_HANDLE);
}

int access_write(int handle, u32 address, const void *data, u32 size)
{
    const struct space *space;
    void *to;
    const int error = model_lock();

    if (error)
        return error;
    space = space_find(handle);
    to = space ? pointer(space, address, size, ACCESS_WRITE) : NULL;
    if (to)
        memcpy(to, data, size);
    return model_leave(to ? 0 : space ? E_ADDRESS : E_HANDLE);
}

int client_may_write(int handle, u32 address, u32 size)
{
    const struct space *space;
    const int error = model_lock();

    if (error)
        return error;
    space = space_find(handle);
    return model_leave(!space ? E_HANDLE :
                       pointer(space, address, size, ACCESS_WRITE) ? 0 :
                       E_ADDRESS);
}
