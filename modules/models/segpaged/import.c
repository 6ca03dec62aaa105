/* SPDX-License-Identifier: MIT */
/* A space by a description. First what is its own, then what others lend it,
 * then objects, so that none is made in vain. */
#include "model.h"

#include "client/described.h"
#include "native/image.h"
#include "ring3/sysenter.h"
#include "sharing/lender.h"
#include "sharing/source.h"

#define TEXT_ACCESS (ACCESS_READ | ACCESS_EXECUTE)
#define WRITABLE (ACCESS_READ | ACCESS_WRITE)

/* What pages and CLIENT_CODE can express. */
static int check_access(const struct area *a)
{
    if (a->kind == AREA_TEXT)
        return a->access == TEXT_ACCESS && !a->from && !a->object[0] ?
               0 : E_NOT_APPLICABLE;
    return a->access & ACCESS_EXECUTE || a->access == ACCESS_WRITE ?
           E_NOT_APPLICABLE : 0;
}

static int check_area(const struct area *a)
{
    if ((a->address | a->size) & (PAGE_SIZE - 1) || a->address < TEXT ||
        a->address >= SLICE || a->size > SLICE - a->address)
        return E_RANGE;
    return check_access(a);
}

static int check(const struct description *d)
{
    int error = area_check(d);

    for (u32 i = 0; error >= 0 && i < d->count; i++)
        error = check_area(&d->areas[i]);
    if (error >= 0)
        error = described_check(d);
    if (error < 0 || !d->program[0])
        return error;
    return d->data_end <= SLICE && d->top &&
           d->top == area_end(d, AREA_STACK) ? 0 : E_RANGE;
}

/* The backing of the mapping that begins with area i. */
static int open(struct space *space, const struct description *d, u32 i)
{
    const struct area *a = &d->areas[i];
    const u32 size = area_run(d, i);

    return a->object[0] ? source_object(&space->client.head, d, i, size, 1) :
           a->from ? lender_borrow(a, size) : backing_create(0, size);
}

static int map(struct space *space, const struct description *d, u32 i)
{
    const struct area *a = &d->areas[i];
    const int error = place(space, open(space, d, i), a->address, a->kind,
                            a->access);

    if (error < 0)
        return error;
    extent_find(&space->extents, a->address)->most =
        a->kind == AREA_TEXT ? a->access : a->most & WRITABLE;
    return a->kind == AREA_TEXT ? 0 :
           access_set(space, a->address, area_run(d, i), a->access);
}

static int put(struct space_head *head, const struct description *d, u32 i)
{
    struct space *space = (struct space *)head;
    const struct area *a = &d->areas[i];

    return area_continues(d, i) ?
           access_set(space, a->address, a->size, a->access) :
           map(space, d, i);
}

/* The stubs are written where the memory is. */
static int adopt(struct space *space, const struct description *d)
{
    const struct extent *e = extent_find(&space->extents, d->stubs);
    struct image image = { .name = d->program, .text = d->stubs,
                           .text_size = IMAGE_STUBS };

    image.memory = (u8 *)backing_at(e->memory)->base + (d->stubs - e->base);
    client_stubs(&image);
    const int error = sysenter_choose(&image);
    if (error < 0)
        return error;
    space->code_end = d->text_end;
    space->data_end = d->data_end;
    space->heap_end = area_end(d, AREA_HEAP);
    if (space->heap_end < extent_pages(d->data_end))
        space->heap_end = extent_pages(d->data_end);
    return space_describe(space);
}

static int build(struct space *space, const struct description *d)
{
    int error = source_take(&space->client.head, d, put);

    if (error >= 0 && d->program[0])
        error = adopt(space, d);
    if (error < 0) {
        client_ldt_destroy(&space->client);
        place_remove_all(space);
        space->data_end = space->heap_end = 0;
        return error;
    }
    described_adopt(&space->client, d);
    source_known(&space->client.head, d);
    return 0;
}

static int import(struct client *client, const struct description *d)
{
    struct space *space = (void *)client;

    return space->extents.count ? E_BUSY : build(space, d);
}

int import_space(int handle, const struct description *description)
{
    return described_import(handle, description, check, import);
}
