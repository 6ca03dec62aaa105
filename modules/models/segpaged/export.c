/* SPDX-License-Identifier: MIT */
/* What is in a slice, as areas (modules/api/area.h). */
#include "model.h"

#include "client/described.h"
#include "sharing/lender.h"

static u32 access_at(struct space *space, const struct extent *e,
                     u32 part)
{
    return e->access & ACCESS_MIXED ? access_of_page(space, e->base + part) :
                                      e->access;
}

static void tell_extent(struct telling *telling, struct space *space,
                        const struct extent *e)
{
    for (u32 part = 0; part < e->size;) {
        struct area a = { .address = e->base + part, .most = e->most,
                          .access = access_at(space, e, part),
                          .kind = e->kind, .part = part };
        while (part < e->size && access_at(space, e, part) == a.access)
            part += PAGE_SIZE;
        a.size = part - a.part;
        lender_tell(&a, e);
        area_tell(telling, &a);
    }
}

static void tell(struct telling *telling, const struct client *client)
{
    struct space *space = (void *)client;
    const struct extent *e = extent_next(&space->extents, 0);

    for (; e; e = extent_next(&space->extents, e->base + e->size))
        tell_extent(telling, space, e);
}

static u32 data_end(const struct client *client)
{
    return ((const struct space *)client)->data_end;
}

int export_space(int handle, struct description *description, u32 room)
{
    return described_tell(handle, description, room, tell, data_end);
}
