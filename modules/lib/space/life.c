/* SPDX-License-Identifier: MIT */
/* How a space of any model begins and ends. Its struct is a region of its
 * own. */
#include "spaces.h"

#include "parts.h"

static int add(struct space_head *space, int (*enter)(struct space_head *space))
{
    const int handle = spaces_add(space);
    const int error = handle >= 0 && enter ? enter(space) : handle;

    if (handle >= 0 && error < 0)
        spaces_remove(space);
    return error < 0 ? error : handle;
}

int spaces_create(u32 size, int (*enter)(struct space_head *space))
{
    struct space_head *space;
    u32 region;
    int handle;

    spaces_drop_orphans();
    space = model_allocate(size, &region);
    if (!space)
        return E_NOMEM;
    handle = model_lock();
    if (!handle)
        handle = model_leave(add(space, enter));
    if (handle < 0)
        model_release(&region);
    return handle;
}

int spaces_destroy(int handle, int (*leave)(struct space_head *space))
{
    struct space_head *space;
    struct region_info info;
    int error = model_lock();

    if (error)
        return error;
    space = spaces_find(handle);
    if (!space)
        return model_leave(E_HANDLE);
    if (spaces_prune(space))
        return model_leave(E_ACTIVE);
    error = leave ? leave(space) : 0;
    if (error < 0)
        return model_leave(error);
    spaces_remove(space);
    nmm->query_region(NMM_UPS, (u32)space, &info);
    nmm->destroy_region(info.region);
    return model_leave(0);
}
