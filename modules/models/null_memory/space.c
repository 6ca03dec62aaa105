/* SPDX-License-Identifier: MIT */
/* Spaces of `null_memory`. */
#include "model.h"

int space_create(void)
{
    struct space *space;
    u32 region;
    int handle;

    spaces_drop_orphans();
    space = model_allocate(sizeof(*space), &region);
    if (!space)
        return E_NOMEM;
    space->self = region;
    model_lock();
    handle = spaces_add(&space->head);
    if (handle < 0)
        model_release(&region);
    return model_leave(handle);
}

int space_destroy(int handle)
{
    struct space *space;
    u32 self;

    model_lock();
    space = (struct space *)spaces_find(handle);
    if (!space)
        return model_leave(E_HANDLE);
    if (spaces_is_active(&space->head))
        return model_leave(E_ACTIVE);
    spaces_remove(&space->head);
    self = space->self;         /* the struct goes with its region */
    model_release(&self);
    return model_leave(0);
}

int space_load(int space, const char *image)
{
    (void)space, (void)image;
    return E_NOT_APPLICABLE;
}

int space_run(int space, u32 argument)
{
    (void)space, (void)argument;
    return E_NOT_APPLICABLE;
}
