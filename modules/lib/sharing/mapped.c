/* SPDX-License-Identifier: MIT */
#include "mapped.h"

#include "../space/parts.h"

/* What was mapped, whole. */
int mapped_unmap(int handle, u32 address, u32 size)
{
    struct space_head *space;
    struct extent *e;
    const int error = model_lock();

    if (error)
        return error;
    space = spaces_find(handle);
    e = space ? extent_mapped(model_extents(space), address, size) : NULL;
    if (e)
        model_unmap(space, e);
    return model_leave(e ? 0 : space ? E_RANGE : E_HANDLE);
}

int mapped_grow(int handle, u32 bytes, u32 *at)
{
    struct space_head *space;
    const int error = model_lock();

    if (error)
        return error;
    space = spaces_find(handle);
    return model_leave(space ? model_grow(space, bytes, at) : E_HANDLE);
}
