/* SPDX-License-Identifier: MIT */
/* A space by a description. First what is its own, then what others lend it,
 * then objects, so that none is made in vain. */
#include "model.h"

#include "../../../core/lib/string.h"
#include "client/described.h"
#include "native/image.h"
#include "ring3/sysenter.h"

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

static struct attachment wanted_by(struct space *space, const struct area *a,
                                   u32 size)
{
    return (struct attachment){ &space->client.head, a->object, size,
                                a->most & WRITABLE };
}

static int open_object(struct space *space, const struct area *a, u32 size)
{
    const struct attachment wanted = wanted_by(space, a, size);
    const int found = backing_find(&wanted);

    if (found < 0)
        return found;
    return a->place || backing_find_size(&wanted, found) != size ?
           E_NOT_APPLICABLE : backing_open(&wanted, found);
}

/* Mappings are lent as a whole. */
static int borrow(const struct area *a, u32 size)
{
    struct space *from = space_find(a->from);
    const struct extent *e = from ? extent_find(&from->extents, a->at) : NULL;

    if (!e)
        return from ? E_RANGE : E_HANDLE;
    if (e->base != a->at || e->size != size || e->kind == AREA_TEXT)
        return E_RANGE;
    if (a->most & WRITABLE & ~e->most)
        return E_RIGHTS;
    backing_hold(e->memory);
    return (int)e->memory;
}

static int put(struct space *space, const struct area *a, u32 size)
{
    const int number = a->object[0] ? open_object(space, a, size) :
                       a->from ? borrow(a, size) : backing_create(0, size);
    const int error = place(space, number, a->address, a->kind, a->access);

    if (error < 0)
        return error;
    extent_find(&space->extents, a->address)->most =
        a->kind == AREA_TEXT ? a->access : a->most & WRITABLE;
    return a->kind == AREA_TEXT ? 0 :
           access_set(space, a->address, size, a->access);
}

/* 0: its own; 1: lent; 2: an object. */
static u32 turn_of(const struct area *a)
{
    return a->object[0] ? 2 : a->from != 0;
}

static int put_all(struct space *space, const struct description *d, u32 turn)
{
    int error = 0;

    for (u32 i = 0; i < d->count && error >= 0; i++) {
        const struct area *a = &d->areas[i];
        if (turn_of(a) != turn)
            continue;
        error = area_continues(d, i) ?
                access_set(space, a->address, a->size, a->access) :
                put(space, a, area_run(d, i));
    }
    return error;
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

static void make_known(struct space *space, const struct description *d)
{
    for (u32 i = 0; i < d->count; i++) {
        const struct area *a = &d->areas[i];
        const u32 number = extent_find(&space->extents, a->address)->memory;
        const struct attachment wanted = wanted_by(space, a, a->size);
        if (a->object[0] && !area_continues(d, i))
            backing_known(&wanted, number);
    }
}

static int build(struct space *space, const struct description *d)
{
    int error = put_all(space, d, 0);

    if (error >= 0)
        error = put_all(space, d, 1);
    if (error >= 0)
        error = put_all(space, d, 2);
    if (error >= 0 && d->program[0])
        error = adopt(space, d);
    if (error < 0) {
        client_ldt_destroy(&space->client);
        place_remove_all(space);
        space->data_end = space->heap_end = 0;
        return error;
    }
    make_known(space, d);
    described_adopt(&space->client, d);
    return 0;
}

static int import(struct space *space, const struct description *d)
{
    const int error = check(d);

    if (error < 0)
        return error;
    if (space->client.name[0])
        return E_EXISTS;
    return space->extents.count ? E_BUSY : build(space, d);
}

int import_space(int handle, const struct description *description)
{
    struct space *space;
    const int error = model_lock();

    if (error)
        return error;
    space = space_find(handle);
    return model_leave(space ? import(space, description) : E_HANDLE);
}
