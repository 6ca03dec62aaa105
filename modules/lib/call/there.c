/* SPDX-License-Identifier: MIT */
/* Memory in another place than before. */
#include "there.h"

struct there there_last, there_backed;

/* The owner of the region may have it for something else. */
static void remember_image_of(const struct region_info *region)
{
    const u32 owner = region->owner;
    struct graph_node node;

    GRAPH_READ(nodes[HANDLE_INDEX(owner)], node);
    there_last.base = node.base;
    there_last.size = node.handle == owner ? node.size : 0;
    there_last.region = region->flags & REGION_IMAGE ? region->region : 0;
    there_last.generation = GRAPH_WORD(generation);
}

int there_ask(const struct nmm *manager, u32 at, u32 size)
{
    struct region_info region;

    if (there_is_near(at, size))
        return 1;
    if (!there_look(manager, at, size, &region))
        return 0;
    remember_image_of(&region);
    return 1;
}

u32 there_region_ask(const struct nmm *manager, u32 at, u32 size)
{
    struct region_info region;

    return manager->query_region(NMM_UPS, at, &region) > 0 &&
           size <= region.base + region.size - at ? region.region : 0;
}

int there_ask_now(const struct nmm *manager, u32 at, u32 size)
{
    struct region_info region;

    if (is_there(manager, (void *)at, size))
        return 1;
    if (manager->query_region(NMM_UPS, at, &region) <= 0 ||
        region.status != REGION_USED || !(region.flags & REGION_SELF_BACKED) ||
        size > region.base + region.size - at)
        return 0;
    there_backed = (struct there){ region.base, region.size,
                                   GRAPH_WORD(generation), region.region };
    return 1;
}
