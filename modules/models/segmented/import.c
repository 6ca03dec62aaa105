/* SPDX-License-Identifier: MIT */
/*
 * A space of `segmented` by a description: the same segments, with just the
 * same rights. First what is its own, with its LDT; then what another's data
 * lends; then objects, so that none is made in vain.
 */
#include "model.h"

#include "../../../core/lib/string.h"
#include "client/described.h"
#include "native/image.h"
#include "sharing/source.h"

#define WRITABLE (ACCESS_READ | ACCESS_WRITE)

static int check_far(const struct area *a)
{
    const u32 slot = share_slot(a->address);
    const int is_lent = a->kind == AREA_SHARED && a->from;

    if (!is_lent && a->kind != AREA_ATTACHED)
        return E_NOT_APPLICABLE;
    if (a->access & ACCESS_EXECUTE || !(a->access & ACCESS_READ) || a->part ||
        client_limit(a->size) != a->size)
        return E_NOT_APPLICABLE;
    return slot < FARS && a->address == far_address(segment_selector(slot)) ?
           0 : E_RANGE;
}

/* One segment has one right; there is no other memory. */
static int check_area(const struct area *a)
{
    if (a->kind >= AREA_HEAP)
        return check_far(a);
    return a->access == (a->kind == AREA_TEXT ? ACCESS_EXECUTE : WRITABLE) &&
           !source_is_other(a) && !a->part ? 0 : E_NOT_APPLICABLE;
}

static int is_area(const struct description *d, u32 i, u32 kind, u32 end)
{
    const struct area *a = &d->areas[i];
    const u32 begin = kind == AREA_DATA ? STACK : 0;

    return i < d->count && a->kind == kind && a->address == begin &&
           a->size == end - begin;
}

/* Text, stack, data: one of each, but that there may be no data. */
static int check_program(const struct description *d)
{
    u32 own = 0;

    while (own < d->count && d->areas[own].kind < AREA_HEAP)
        own++;
    if (!is_area(d, 0, AREA_TEXT, client_limit(d->text_end)) ||
        !is_area(d, 1, AREA_STACK, STACK) || d->top != STACK)
        return E_RANGE;
    if (d->data_end == STACK)
        return own == 2 ? 0 : E_RANGE;
    return own == 3 && d->data_end > STACK && d->data_end <= END_MAX &&
           is_area(d, 2, AREA_DATA, client_limit(d->data_end)) ? 0 : E_RANGE;
}

/* Without a program there are no segments. */
static int check(const struct description *d)
{
    int error = area_check_segments(d);

    for (u32 i = 0; error >= 0 && i < d->count; i++)
        error = check_area(&d->areas[i]);
    if (error >= 0)
        error = described_check(d);
    if (error < 0)
        return error;
    return d->program[0] ? check_program(d) : d->count ? E_NOT_APPLICABLE : 0;
}

/* As much of the object as any of its areas shows. */
static u32 object_size(const struct description *d, const char *name)
{
    u32 size = 0;

    for (u32 i = 0; i < d->count; i++)
        if (!strcmp(d->areas[i].object, name) && d->areas[i].size > size)
            size = d->areas[i].size;
    return size;
}

static int put_object(struct space *space, const struct description *d, u32 i)
{
    const struct area *a = &d->areas[i];
    const int number = source_object(&space->client.head, d, i,
                                     object_size(d, a->object), 0);

    if (number < 0)
        return number;
    const int error = share_put(space, share_slot(a->address), &(struct far){
        .access = a->access, .memory = (u32)number, .size = a->size });
    if (error < 0)
        backing_release((u32)number);
    return error;
}

static int put(struct space_head *head, const struct description *d, u32 i)
{
    struct space *space = (struct space *)head;
    const struct area *a = &d->areas[i];
    const struct far f = { .access = a->access, .source = a->from,
                           .offset = a->at, .size = a->size };

    if (a->object[0])
        return put_object(space, d, i);
    return a->from ? share_lend(space, share_slot(a->address), &f) : 0;
}

/* The stubs are written where the memory is. */
static int make(struct space *space, const struct description *d)
{
    struct image image = { .name = d->program, .text = d->stubs,
                           .text_size = IMAGE_STUBS };
    int error = space_allocate(space, d->text_end, d->data_end);

    if (error < 0)
        return error;
    image.memory = (u8 *)backing_at(space->text)->base + d->stubs;
    client_stubs(&image);
    error = space_describe(space, d->text_end);
    return error < 0 ? error : source_take(&space->client.head, d, put);
}

static int import(struct client *client, const struct description *d)
{
    struct space *space = (void *)client;
    const int error = d->program[0] ? make(space, d) : 0;

    if (error < 0) {
        space_empty(space);
        return error;
    }
    described_adopt(client, d);
    source_known(&client->head, d);
    return 0;
}

int import_space(int handle, const struct description *description)
{
    return described_import(handle, description, check, import);
}
