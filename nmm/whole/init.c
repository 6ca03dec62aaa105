/* SPDX-License-Identifier: MIT */
/* Building the NMM from the division of memory. */
#include "whole.h"

#include "../../core/api/error.h"
#include "../../core/base/layout.h"
#include "../../core/memory/memory.h"
#include "../../core/memory/ram.h"
#include "../method/reverse_method.h"
#include "../page/frame.h"
#include "../page/identity.h"
#include "../page/paging.h"
#include "../page/pool.h"
#include "../region/create.h"
#include "../reverse/reverse.h"
#include "../space/space.h"
#include "../task/ldt.h"
#include "../task/task.h"

#define LOW_END CORE_BASE       /* BIOS data, VGA, ROMs; no RAM */

_Static_assert(RAM_TOP == NMM_WINDOW_BASE, "RAM lies below all windows");

/* A region of the core's space; it was mapped with the core. */
static int keep(paddr_t base, paddr_t end)
{
    if (base >= end)
        return E_OK;
    return region_create(0, NMM_CORE, base, end - base, REGION_FIXED, NULL,
                         NULL);
}

/* The memory map of the core, in the order of core/memory/memory.h. */
static int keep_core(void)
{
    const paddr_t bounds[][2] = {
        { 0, LOW_END },
        { LOW_END, memory.archive },
        { memory.archive, memory.frames },
        { memory.frames, memory.pool },
        { memory.pool, memory.pool_end },
        { memory.ups, memory.manager },
        { memory.manager, memory.cm },
        { memory.cm, memory.end },
    };

    for (u32 i = 0; i < ARRAY_SIZE(bounds); i++) {
        int error = keep(bounds[i][0], bounds[i][1]);

        if (error < 0)
            return error;
    }
    return E_OK;
}

int nmm_init(void)
{
    if (memory.end > NMM_WINDOW_BASE)
        return E_RANGE;
    frame_init();
    int error = identity_init(paging_init());
    if (error < 0)
        return error;
    paging_reset();
    pool_init();
    reverse_init();
    reverse_method_select(reverse_kind);
    region_init();
    space_init();
    ldt_init();
    task_init();
    return keep_core();
}
