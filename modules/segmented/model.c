/* SPDX-License-Identifier: MIT */
/* The memory model `segmented`: its interface, and what it has no meaning
 * for. */
#include "model.h"

const char model_name[] = "segmented";

static int protect(int space, u32 address, u32 size, u32 access)
{
    (void)space, (void)address, (void)size, (void)access;
    return E_NOT_APPLICABLE;    /* one segment has one right */
}

static int copy(int space)
{
    (void)space;
    return E_NOT_APPLICABLE;    /* no write could be noticed */
}

static int release_frame(paddr_t frame)
{
    (void)frame;
    return E_NOT_APPLICABLE;    /* segments are there as a whole */
}

static void add_space(struct memory_usage *usage, const struct space *space)
{
    usage->spaces++;
    if (!space->data)
        return;
    const u32 text = backing_at(space->text)->size;
    usage->mapped += text + space->end;
    usage->resident += text + backing_at(space->data)->size;
    for (u32 i = 0; i < FARS; i++) {
        if (!space->far[i].access)
            continue;
        usage->mapped += space->far[i].size;
        usage->resident += space->far[i].size;
        usage->shared += space->far[i].size;
    }
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
    return 0;
}

const struct memory model_memory = {
    .create = space_create, .destroy = space_destroy, .load = space_load,
    .run = client_run, .map = map_create, .unmap = map_destroy,
    .protect = protect, .grow = map_grow, .share = share_data,
    .attach = share_attach, .copy = copy, .read = access_read,
    .write = access_write, .usage = usage, .release_frame = release_frame,
};

DEIMOS_MODULE("segmented", MODULE_SYSTEM);
DEIMOS_INTERFACE("memory", "memory", model_memory, MEMORY_METHODS,
                 .pairs = "<moduleName, \"segmented\"> "
                          "<protection, \"segments\"> <entry, \"gate\">");
