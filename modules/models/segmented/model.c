/* SPDX-License-Identifier: MIT */
/* The memory model `segmented`: its interface, and what it has no meaning
 * for. */
#include "model.h"

#include "client/content.h"
#include "space/asked.h"
#include "space/methods.h"
#include "sharing/share.h"

const char model_name[] = "segmented";
void (*const model_mend)(void) = backing_recount;

static void add_space(struct memory_usage *usage, const struct space_head *head)
{
    const struct space *space = (const void *)head;

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

static int usage(int space, struct memory_usage *usage)
{
    return model_usage(space, usage, add_space);
}

/* One segment has one right, no write could be noticed, and segments are there
 * as a whole. */
MODEL_MEMORY(
    .create = space_create, .destroy = space_destroy, .load = space_load,
    .run = client_run, .map = map_create, .unmap = map_destroy,
    .protect = model_no_protect, .grow = map_grow, .share = sharing_share,
    .attach = sharing_attach, .copy = model_no_copy, .read = access_read,
    .write = access_write, .usage = usage,
    .release_frame = model_no_release_frame, .export = export_space,
    .import = import_space, .fetch = content_fetch, .fill = content_fill
);

DEIMOS_MODULE("segmented", MODULE_SYSTEM);
DEIMOS_INTERFACE("memory", "memory", model_asked, MEMORY_METHODS,
                 .pairs = "<moduleName, \"segmented\"> "
                          "<protection, \"segments\"> <entry, \"gate\">");
