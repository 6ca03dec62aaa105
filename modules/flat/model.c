/* SPDX-License-Identifier: MIT */
/* The memory model `flat`: its interface, and what it has no meaning for. */
#include "model.h"

const char model_name[] = "flat";

static int protect(int space, u32 address, u32 size, u32 access)
{
    (void)space, (void)address, (void)size, (void)access;
    return E_NOT_APPLICABLE;
}

static int copy(int space)
{
    (void)space;
    return E_NOT_APPLICABLE;    /* the same addresses cannot be twice */
}

static int release_frame(paddr_t frame)
{
    (void)frame;
    return E_NOT_APPLICABLE;    /* whoever touches it could not fault */
}

static void add_space(struct memory_usage *usage, const struct space *space)
{
    for (u32 i = 0; i < space->extents.count; i++)
        usage->mapped += space->extents.at[i].size;
    usage->spaces++;
}

static int usage(int handle, struct memory_usage *usage)
{
    const struct space *one = space_find(handle);

    if (handle && !one)
        return E_HANDLE;
    *usage = (struct memory_usage){ 0 };
    for (u32 i = 0; i < CLIENTS; i++) {
        const struct space *space = (const void *)client_slot(i);
        if (space && (!handle || space == one))
            add_space(usage, space);
    }
    usage->resident = usage->mapped;
    return 0;
}

const struct memory model_memory = {
    .create = space_create, .destroy = space_destroy, .load = space_load,
    .run = client_run, .map = map_create, .unmap = map_destroy,
    .protect = protect, .grow = map_grow, .share = map_share,
    .attach = map_attach, .copy = copy, .read = access_read,
    .write = access_write, .usage = usage, .release_frame = release_frame,
};

DEIMOS_MODULE("flat", MODULE_SYSTEM);
DEIMOS_INTERFACE("memory", "memory", model_memory, MEMORY_METHODS,
                 .pairs = "<moduleName, \"flat\"> <protection, \"none\"> "
                          "<entry, \"near\">");
