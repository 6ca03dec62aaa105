/* SPDX-License-Identifier: MIT */
/* Memory in a slice: an extent, a region of the VSAS, a backing. */
#include "closed.h"

#include "sharing/lender.h"
#include "sharing/source.h"

static int map(struct space *space, const struct backing *b, u32 address,
               u32 access)
{
    const u32 flags = MAP_PRESENT | MAP_USER |
                      (access & ACCESS_WRITE ? MAP_WRITE : 0);

    return nmm->share_region(b->region, model_vsas,
                             space_linear(space) + address, flags);
}

int place(struct space *space, int number, u32 address, u32 kind, u32 access)
{
    struct extent e = { .base = address, .kind = kind, .access = access,
                        .most = kind >= AREA_SHARED ? access :
                            ACCESS_READ | ACCESS_WRITE };
    int region;

    if (number < 0)
        return number;
    e.memory = (u32)number;
    e.size = backing_at(e.memory)->size;
    region = space->extents.count < EXTENTS ?
             map(space, backing_at(e.memory), address, access) : E_FULL;
    if (region < 0) {
        backing_release(e.memory);
        return region;
    }
    e.region = (u32)region;
    extent_add(&space->extents, &e);
    return 0;
}

void place_remove(struct space *space, struct extent *e)
{
    if (space->closed_count)
        closed_remove(space, e->base, e->size);
    nmm->destroy_region(e->region);
    backing_release(e->memory);
    extent_remove(&space->extents, e);
}

void place_remove_all(struct space *space)
{
    while (space->extents.count)
        place_remove(space, &space->extents.at[0]);
}

struct extents *model_extents(struct space_head *space)
{
    return &((struct space *)space)->extents;
}

u32 model_memory_at(struct space_head *space, u32 address)
{
    return extent_find(model_extents(space), address)->memory;
}
