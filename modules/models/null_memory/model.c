/* SPDX-License-Identifier: MIT */
/* The memory model `null_memory`: its interface, and what it counts. */
#include "model.h"

#include "space/asked.h"
#include "space/methods.h"

const char model_name[] = "null_memory";
void (*const model_mend)(void) = NULL;

static int usage(int handle, struct memory_usage *usage)
{
    spaces_drop_orphans();
    if (handle && !spaces_find(handle))
        return E_HANDLE;
    *usage = (struct memory_usage){ .spaces = handle ? 1 : spaces_count() };
    return 0;
}

MODEL_MEMORY(
    .create = space_create, .destroy = space_destroy, .load = space_load,
    .run = space_run, .map = map_create, .unmap = map_destroy,
    .protect = model_no_protect, .grow = map_grow, .share = map_share,
    .attach = map_attach, .copy = model_no_copy, .read = access_read,
    .write = access_write, .usage = usage,
    .release_frame = model_no_release_frame, .export = model_no_export,
    .import = model_no_import, .fetch = model_no_fetch, .fill = model_no_fill
);

DEIMOS_MODULE("null_memory", MODULE_SYSTEM);
DEIMOS_INTERFACE("memory", "memory", model_asked, MEMORY_METHODS,
                 .pairs = "<moduleName, \"null_memory\"> "
                          "<protection, \"none\">");
