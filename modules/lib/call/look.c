/* SPDX-License-Identifier: MIT */
/* Memory of the UPS, region by region. */
#include "there.h"

/* Memory in another place than before. */
#define ELSEWHERE (REGION_SELF_BACKED | REGION_FRAMES | REGION_SEGMENT)

int there_look(const struct nmm *manager, u32 at, u32 size,
               struct region_info *last)
{
    for (;;) {
        if (manager->query_region(NMM_UPS, at, last) <= 0 ||
            last->status != REGION_USED || last->flags & ELSEWHERE)
            return 0;
        const u32 here = last->base + last->size - at;
        if (size <= here)
            return 1;
        at += here;
        size -= here;
    }
}
