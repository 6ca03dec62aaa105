/* SPDX-License-Identifier: MIT */
/* What is in a slice, as areas (modules/api/area.h). */
#include "model.h"

#include "../../../core/lib/string.h"
#include "client/described.h"

/* Another mapping of the memory that may lend as much: the lender's own
 * rather than a borrower's. */
static const struct extent *find_lender(const struct extent *e, int *holder)
{
    const struct extent *found = NULL;

    for (u32 i = 0; i < SPACES_MAX; i++) {
        const struct space *s = (const struct space *)spaces_slot(i);
        for (u32 n = 0; s && n < s->extents.count; n++) {
            const struct extent *x = &s->extents.at[n];
            if (x == e || x->memory != e->memory || e->most & ~x->most ||
                (found && x->kind == AREA_SHARED))
                continue;
            found = x;
            *holder = s->client.head.handle;
        }
    }
    return found;
}

static void tell_backing(struct area *a, const struct extent *e)
{
    const char *name = backing_name(e->memory);
    const struct extent *lender;
    int holder;

    memcpy(a->object, name, strlen(name) + 1);
    a->place = *name ? a->part : 0;
    if (!backing_is_shared(e->memory))
        return;
    a->memory = e->memory;
    a->offset = a->part;
    lender = e->kind == AREA_SHARED && !*name ? find_lender(e, &holder) : NULL;
    if (lender) {
        a->from = holder;
        a->at = lender->base + a->part;
    }
}

static u32 access_at(const struct space *space, const struct extent *e,
                     u32 part)
{
    return e->access & ACCESS_MIXED ? access_of_page(space, e->base + part) :
                                      e->access;
}

static void tell_extent(struct telling *telling, const struct space *space,
                        const struct extent *e)
{
    for (u32 part = 0; part < e->size;) {
        struct area a = { .address = e->base + part, .most = e->most,
                          .access = access_at(space, e, part),
                          .kind = e->kind, .part = part };
        while (part < e->size && access_at(space, e, part) == a.access)
            part += PAGE_SIZE;
        a.size = part - a.part;
        tell_backing(&a, e);
        area_tell(telling, &a);
    }
}

/* The lowest from there on. */
static const struct extent *next(const struct extents *all, u32 from)
{
    const struct extent *found = NULL;

    for (u32 i = 0; i < all->count; i++)
        if (all->at[i].base >= from &&
            (!found || all->at[i].base < found->base))
            found = &all->at[i];
    return found;
}

static void tell(struct telling *telling, const struct client *client)
{
    const struct space *space = (const void *)client;
    const struct extent *e = next(&space->extents, 0);

    for (; e; e = next(&space->extents, e->base + e->size))
        tell_extent(telling, space, e);
}

static int export(const struct space *space, struct description *d, u32 room)
{
    return described_export(&space->client, space->data_end, d, room, tell);
}

int export_space(int handle, struct description *description, u32 room)
{
    const struct space *space;
    const int error = model_lock();

    if (error)
        return error;
    space = space_find(handle);
    return model_leave(space ? export(space, description, room) : E_HANDLE);
}
