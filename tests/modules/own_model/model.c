/* SPDX-License-Identifier: MIT */
/*
 * A memory model of a stranger: what segpaged does, under a name of its own,
 * that counts the clients it ran. It knows no usage and no orphans.
 */
#include "modules/models/segpaged/model.h"

#include "sharing/mapped.h"
#include "space/methods.h"
#include "sharing/share.h"
#include "paging/paging.h"

const char model_name[] = "own_model";
void (*const model_mend)(void) = backing_recount;

u32 model_vsas;

static u32 runs;

static int run(int space, u32 argument)
{
    runs++;
    return client_run(space, argument);
}

static int usage(int space, struct memory_usage *usage)
{
    *usage = (struct memory_usage){ .spaces = space ? 1 : spaces_count() };
    return 0;
}

const struct memory model_memory = {
    .create = space_create, .destroy = space_destroy, .load = space_load,
    .run = run, .map = map_create, .unmap = mapped_unmap,
    .protect = access_protect, .grow = mapped_grow, .share = sharing_share,
    .attach = sharing_attach, .copy = model_no_copy, .read = access_read,
    .write = access_write, .usage = usage,
    .release_frame = model_no_release_frame, .export = model_no_export,
    .import = model_no_import, .fetch = model_no_fetch, .fill = model_no_fill,
};

struct own {
    u32 (*runs)(void);
};

static u32 count_runs(void)
{
    return runs;
}

static const struct own own = { count_runs };

static int init(int self)
{
    const int space = nmm->create_page_table(NMM_WINDOW_BASE, SLICE * SLICES);

    if (space < 0)
        return space;
    model_vsas = (u32)space;
    return model_paging_start(self);
}

DEIMOS_MODULE("own_model", MODULE_SYSTEM, .init = init,
              .exit = model_paging_stop);
DEIMOS_INTERFACE("own", "own", own, "runs");
DEIMOS_INTERFACE("memory", "memory", model_memory, MEMORY_METHODS,
                 .pairs = "<moduleName, \"own_model\"> <paging, \"yes\">");
