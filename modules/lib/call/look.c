/* SPDX-License-Identifier: MIT */
/* Memory of the UPS, region by region. */
#include "there.h"

#include "../../../core/api/error.h"

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

static int is_name_there(const struct nmm *manager, u32 at)
{
    struct region_info last;

    return there_is_near(at, 1) || there_look(manager, at, 1, &last);
}

/* Regions are whole pages: what begins in one is there up to its end. */
int there_name(const struct nmm *manager, const char *name, char *to, u32 room)
{
    for (u32 i = 0, end; i < room; i = end) {
        const u32 at = (u32)&name[i], here = PAGE_SIZE - at % PAGE_SIZE;
        if (!is_name_there(manager, at))
            return E_ADDRESS;
        end = here < room - i ? i + here : room;
        for (; i < end; i++)
            if (!(to[i] = name[i]))
                return (int)i;
    }
    return (int)room;
}
