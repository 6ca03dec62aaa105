/* SPDX-License-Identifier: MIT */
/* Spaces of `null_memory`. */
#include "model.h"

int space_create(void)
{
    struct space *space;
    u32 region;
    int handle;

    client_drop_orphans();
    space = model_allocate(sizeof(*space), &region);
    if (!space)
        return E_NOMEM;
    space->self = region;
    model_lock();
    handle = client_add(&space->client);
    if (handle < 0)
        model_release(&region);
    return model_leave(handle);
}

int space_destroy(int handle)
{
    struct space *space;
    u32 self;

    model_lock();
    space = (struct space *)client_find(handle);
    if (!space)
        return model_leave(E_HANDLE);
    if (client_is_active(&space->client))
        return model_leave(E_ACTIVE);
    client_remove(&space->client);
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
