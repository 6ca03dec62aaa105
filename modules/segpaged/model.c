/* SPDX-License-Identifier: MIT */
/* The memory model `segpaged`: its interface, and what it has no meaning
 * for. */
#include "model.h"

#include "../model/paging.h"

const char model_name[] = "segpaged";

u32 model_vsas;

static int copy(int space)
{
    (void)space;
    return E_NOT_APPLICABLE;    /* its pages are all there */
}

static int release_frame(paddr_t frame)
{
    (void)frame;
    return E_NOT_APPLICABLE;    /* a slice is there as a whole */
}

static void add_space(struct memory_usage *usage, const struct space *space)
{
    usage->spaces++;
    for (u32 i = 0; i < space->extents.count; i++) {
        const struct extent *e = &space->extents.at[i];
        usage->mapped += e->size;
        if (backing_at(e->memory)->users > 1)
            usage->shared += e->size;
    }
    usage->resident = usage->mapped;
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
    .protect = access_protect, .grow = map_grow, .share = map_share,
    .attach = map_attach, .copy = copy, .read = access_read,
    .write = access_write, .usage = usage, .release_frame = release_frame,
};

static int init(int self)
{
    const int space = nmm->create_page_table(NMM_WINDOW_BASE, SLICE * SLICES);

    if (space < 0)
        return space;
    model_vsas = (u32)space;
    return model_paging_start(self);
}

DEIMOS_MODULE("segpaged", MODULE_SYSTEM, .init = init,
              .exit = model_paging_stop);
DEIMOS_INTERFACE("memory", "memory", model_memory, MEMORY_METHODS,
                 .pairs = "<moduleName, \"segpaged\"> "
                          "<protection, \"segments and pages\"> "
                          "<paging, \"yes\"> <entry, \"gate\"> "
                          "<entry, \"sysenter\">");
