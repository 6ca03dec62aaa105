/* SPDX-License-Identifier: MIT */
/* Giving back the loader and the CM. */
#include "release.h"

#include "../../nmm/region/grow.h"
#include "../api/error.h"
#include "../gate/gate.h"
#include "../descriptor/gdt.h"
#include "../base/graph.h"
#include "../base/layout.h"
#include "../base/manager.h"
#include "../memory/memory.h"
#include "../image/exports.h"
#include "../x86/protect.h"

extern struct core_exports core_exports;

static u32 GATE_METHOD gone(struct gate_call *call, struct gate *gate)
{
    (void)call;
    (void)gate;
    return (u32)E_GONE;
}

/* Descriptor caches keep the old limit until they are loaded again; every
 * way back to ring 1 does that. */
static u32 grow(void)
{
    const u32 size = nmm_grow_ups();

    const u32 cr0 = protect_open();
    graph.system.ups_size = memory.manager - memory.ups;
    protect_close(cr0);
    gdt_open_ups(memory.ups, graph.system.ups_size, (laddr_t)&graph,
                 sizeof(graph), THREAD_BASE);
    return size;
}

u32 release_loader(void)
{
    core_exports.loader = NULL;
    return grow();
}

u32 release_manager(const void *methods, const void *carried)
{
    u32 size = core_exports.loader ? release_loader() : 0;

    manager = NULL;
    gate_replace((gate_method *const *)methods, gone);
    gate_replace((gate_method *const *)carried, gone);
    return size + grow();
}
