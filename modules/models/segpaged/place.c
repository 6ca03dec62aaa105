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

/* It is known before it is there, and until it is gone: a thread that is no more may
 * have left it in between. */
int place(struct space *space, int number, u32 address, u32 kind, u32 access)
{
    const struct backing *b = number < 0 ? NULL : backing_at((u32)number);
    struct extent *e;
    int region = E_FULL;

    if (!b)
        return number;
    e = extent_add(&space->extents, &(struct extent){
        .base = address, .size = b->size, .kind = kind, .access = access,
        .most = kind >= AREA_SHARED ? access : ACCESS_READ | ACCESS_WRITE,
        .memory = (u32)number });
    if (e)
        region = map(space, b, address, access);
    if (region < 0) {
        if (e)
            extent_remove(&space->extents, e);
        backing_release((u32)number);
        return region;
    }
    e->region = (u32)region;
    return 0;
}

/* Whose handle a thread that is no more has not kept. */
static __attribute__((noinline)) u32 region_at(laddr_t address)
{
    struct region_info info;

    return (u32)nmm->query_region(model_vsas, address, &info);
}

void place_remove(struct space *space, struct extent *e)
{
    const u32 memory = e->memory;

    if (space->closed_count)
        closed_remove(space, e->base, e->size);
    nmm->destroy_region(e->region ? e->region :
                        region_at(space_linear(space) + e->base));
    extent_remove(&space->extents, e);
    backing_release(memory);
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
