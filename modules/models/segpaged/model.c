/* SPDX-License-Identifier: MIT */
/* The memory model `segpaged`: its interface, and what it has no meaning
 * for. */
#include "model.h"

#include "client/content.h"
#include "sharing/mapped.h"
#include "space/asked.h"
#include "space/methods.h"
#include "sharing/share.h"
#include "paging/paging.h"

const char model_name[] = "segpaged";
void (*const model_mend)(void) = backing_recount;

u32 model_vsas;

static void add_space(struct memory_usage *usage, const struct space_head *head)
{
    const struct space *space = (const void *)head;

    usage->spaces++;
    for (u32 i = 0; i < space->extents.count; i++) {
        const struct extent *e = &space->extents.at[i];
        usage->mapped += e->size;
        if (backing_is_shared(e->memory))
            usage->shared += e->size;
    }
    usage->resident = usage->mapped;
}

static int usage(int space, struct memory_usage *usage)
{
    return model_usage(space, usage, add_space);
}

/* Pages and slices are there as a whole: nothing is copied on write or given
 * to others. */
MODEL_MEMORY(
    .create = space_create, .destroy = space_destroy, .load = space_load,
    .run = client_run, .map = map_create, .unmap = mapped_unmap,
    .protect = access_protect, .grow = mapped_grow, .share = sharing_share,
    .attach = sharing_attach, .copy = model_no_copy, .read = access_read,
    .write = access_write, .usage = usage,
    .release_frame = model_no_release_frame, .export = export_space,
    .import = import_space, .fetch = content_fetch, .fill = content_fill
);

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
DEIMOS_INTERFACE("memory", "memory", model_asked, MEMORY_METHODS,
                 .pairs = "<moduleName, \"segpaged\"> "
                          "<protection, \"segments and pages\"> "
                          "<paging, \"yes\"> <entry, \"gate\"> "
                          "<entry, \"sysenter\">");
