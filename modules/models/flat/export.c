/* SPDX-License-Identifier: MIT */
/* What a client of `flat` has, as areas (modules/api/area.h). Nothing protects
 * any of it, and that is what is told. */
#include "model.h"

#include "client/described.h"
#include "native/image.h"
#include "sharing/lender.h"

static u32 text_end(const struct client *client)
{
    return client->finish - IMAGE_FINISH + IMAGE_STUBS;
}

static void tell_extent(struct telling *telling, const struct extent *e,
                        u32 begin)
{
    struct area a = { .address = begin, .size = e->base + e->size - begin,
                      .access = FLAT_ACCESS, .most = FLAT_ACCESS,
                      .kind = e->kind };

    lender_tell(&a, e);
    area_tell(telling, &a);
}

/* The image is one piece: text, which ends with the stubs, and data. */
static void tell(struct telling *telling, const struct client *client)
{
    const struct space *space = (const void *)client;
    const struct extent *e = extent_next(&space->extents, 0);
    const struct extent *image = e;

    while (image && image->kind != AREA_DATA)
        image = extent_next(&space->extents, image->base + image->size);
    if (image)
        area_tell(telling, &(struct area){
            .address = image->base, .size = text_end(client) - image->base,
            .access = FLAT_ACCESS, .most = FLAT_ACCESS, .kind = AREA_TEXT });
    for (; e; e = extent_next(&space->extents, e->base + e->size))
        tell_extent(telling, e, e == image ? text_end(client) : e->base);
}

static u32 data_end(const struct client *client)
{
    return ((const struct space *)client)->data_end;
}

int export_space(int handle, struct description *description, u32 room)
{
    return described_tell(handle, description, room, tell, data_end);
}
