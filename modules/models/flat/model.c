/* SPDX-License-Identifier: MIT */
/* The memory model `flat`: its interface, and what it has no meaning for. */
#include "model.h"

#include "client/content.h"
#include "sharing/mapped.h"
#include "space/asked.h"
#include "space/methods.h"
#include "sharing/share.h"

const char model_name[] = "flat";
void (*const model_mend)(void) = backing_recount;

static void add_space(struct memory_usage *usage, const struct space_head *head)
{
    const struct space *space = (const void *)head;

    for (u32 i = 0; i < space->extents.count; i++)
        usage->mapped += space->extents.at[i].size;
    usage->resident = usage->mapped;
    usage->spaces++;
}

static int usage(int space, struct memory_usage *usage)
{
    return model_usage(space, usage, add_space);
}

/* Nothing protects, the same addresses cannot be twice, and whoever touched a
 * frame that is gone could not fault. */
MODEL_MEMORY(
    .create = space_create, .destroy = space_destroy, .load = space_load,
    .run = client_run_near, .map = map_create, .unmap = mapped_unmap,
    .protect = model_no_protect, .grow = mapped_grow, .share = sharing_share,
    .attach = sharing_attach, .copy = model_no_copy, .read = access_read,
    .write = access_write, .usage = usage,
    .release_frame = model_no_release_frame, .export = export_space,
    .import = import_space, .fetch = content_fetch, .fill = content_fill
);

DEIMOS_MODULE("flat", MODULE_SYSTEM);
DEIMOS_INTERFACE("memory", "memory", model_asked, MEMORY_METHODS,
                 .pairs = "<moduleName, \"flat\"> <protection, \"none\"> "
                          "<entry, \"near\">");
