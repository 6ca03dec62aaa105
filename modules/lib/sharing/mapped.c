/* SPDX-License-Identifier: MIT */
#include "mapped.h"

#include "backing.h"
#include "../space/loans.h"
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
    if (loans_count && e)
        loans_cut(space, address, extent_pages(size));
    return model_leave(e ? 0 : space ? E_RANGE : E_HANDLE);
}

void mapped_end(struct space_head *space, u32 address, u32 size)
{
    struct extent *e = extent_mapped(model_extents(space), address, size);

    if (e)
        model_unmap(space, e);
}

u32 model_uses(struct space_head *space, u32 number)
{
    return extent_uses(model_extents(space), number);
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
