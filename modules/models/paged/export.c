/* SPDX-License-Identifier: MIT */
/* What is in a space, as areas (modules/api/area.h). */
#include "model.h"

#include "../../../core/lib/string.h"
#include "client/described.h"
#include "page/mapping.h"
#include "store/object.h"

_Static_assert(STORE_NAME <= AREA_OBJECT, "an object's name, and its NUL");

/* A page has the number of its first mapping: no other has the same. */
static void tell_sharing(struct area *a, const struct page *page,
                         const struct space *space, u32 number)
{
    a->memory = (u32)page->space->client.head.handle;
    a->offset = (page->address - WINDOW) & ~(PAGE_SIZE - 1);
    if (a->kind != AREA_SHARED || a->object[0])
        return;
    const struct lender lender = mapping_lender(page, space, number);
    if (!lender.space)
        return;
    a->from = lender.space->client.head.handle;
    a->at = lender.number << PAGE_SHIFT;
}

static void tell_page(struct area *a, const struct space *space, u32 number)
{
    const u32 shadow = space->shadow[number];
    const struct page *page = page_of(shadow);

    *a = (struct area){ .address = number << PAGE_SHIFT, .size = PAGE_SIZE,
                        .access = shadow & SHADOW_RIGHTS,
                        .most = shadow_most(shadow),
                        .kind = space_kind(space, number) };
    if (page && page->object) {
        memcpy(a->object, object_of(page)->name, STORE_NAME);
        a->place = page->place << PAGE_SHIFT;
    }
    if (page && page_is_shared(page, shadow))
        tell_sharing(a, page, space, number);
}

/* Of one mapping: as one area. */
static int is_alike(const struct area *a, const struct area *before)
{
    return a->access == before->access && a->memory == before->memory &&
           (!a->memory || a->offset - before->offset == before->size);
}

static void tell(struct telling *telling, const struct client *client)
{
    const struct space *space = (const void *)client;
    struct area run = { 0 }, page;

    for (u32 i = 0; i < space->pages; i++) {
        if (!(space->shadow[i] & SHADOW_USED))
            continue;
        tell_page(&page, space, i);
        const int goes_on = !(space->kinds[i] & KIND_BEGINS) &&
                            area_follows(&page, &run);
        if (goes_on && is_alike(&page, &run)) {
            run.size += PAGE_SIZE;
            continue;
        }
        if (run.size)
            area_tell(telling, &run);
        page.part = goes_on ? run.part + run.size : 0;
        run = page;
    }
    if (run.size)
        area_tell(telling, &run);
}

int export_space(const struct space *space, struct description *d, u32 room)
{
    return described_export(&space->client, space->end, d, room, tell);
}
