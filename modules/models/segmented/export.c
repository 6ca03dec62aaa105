/* SPDX-License-Identifier: MIT */
/* What a client of `segmented` has, as areas (modules/api/area.h): each segment
 * is one, with the rights of its descriptor. */
#include "model.h"

#include "../../../core/lib/string.h"
#include "client/described.h"

#define WRITABLE (ACCESS_READ | ACCESS_WRITE)

static struct area of(u32 kind, u32 address, u32 end, u32 access)
{
    return (struct area){ .address = address, .size = end - address,
                          .access = access, .most = access, .kind = kind };
}

/* CLIENT_STACK, and what of CLIENT_DATA lies behind it. */
static void tell_data(struct telling *telling, const struct space *space)
{
    struct area a = of(AREA_STACK, 0, STACK, WRITABLE);

    area_tell(telling, &a);
    if (space->end == STACK)
        return;
    a = of(AREA_DATA, STACK, client_limit(space->end), WRITABLE);
    if (share_has(space, STACK)) {
        a.memory = space->data;
        a.offset = STACK;
    }
    area_tell(telling, &a);
}

static void tell_object(struct area *a, u32 memory)
{
    const char *name = backing_name(memory);

    a->kind = AREA_ATTACHED;
    memcpy(a->object, name, strlen(name) + 1);
    a->memory = backing_is_shared(memory) ? memory : 0;
}

static void tell_far(struct telling *telling, const struct space *space, u32 i)
{
    const struct far *f = &space->far[i];
    struct area a = of(AREA_SHARED, 0, f->size, f->access);

    a.address = far_address(segment_selector(i));
    if (f->memory) {
        tell_object(&a, f->memory);
    } else {
        a.memory = space_find(f->source)->data;
        a.from = f->source;
        a.offset = a.at = f->offset;
    }
    area_tell(telling, &a);
}

static void tell(struct telling *telling, const struct client *client)
{
    const struct space *space = (const void *)client;

    if (!space->data)
        return;
    const struct area text = of(AREA_TEXT, 0, segment_text(space),
                                ACCESS_EXECUTE);
    area_tell(telling, &text);
    tell_data(telling, space);
    for (u32 i = 0; i < FARS; i++)
        if (space->far[i].access)
            tell_far(telling, space, i);
}

static u32 data_end(const struct client *client)
{
    return ((const struct space *)client)->end;
}

int export_space(int handle, struct description *description, u32 room)
{
    return described_tell(handle, description, room, tell, data_end);
}
