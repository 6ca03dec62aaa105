/* SPDX-License-Identifier: MIT */
/* Growing the UPS: its map, the core's map, and the dormant tables. */
#include "grow.h"

#include "../../core/memory/memory.h"
#include "../page/identity.h"
#include "../page/paging.h"
#include "../space/region.h"
#include "../space/space.h"
#include "create.h"

u32 nmm_grow_ups(void)
{
    struct region *given = region_find(NMM_CORE, memory.manager);
    struct region *ups = region_find(NMM_CORE, memory.ups);

    if (!given || !ups || given == ups)
        return 0;
    const u32 size = given->size;
    region_apply_destroy(given);
    ups->size += size;                  /* what the core's map says of it */
    spaces[NMM_UPS].map.size += size;
    identity.ups_size += size;
    /* With paging on, who asks runs in these pages: they stay mapped, free
     * as they are, until a region there has come and gone. */
    if (!paging_state)
        identity_clear(memory.manager, size, 0);
    memory.manager += size;
    return size;
}
