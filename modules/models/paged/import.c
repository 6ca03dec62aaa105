/* SPDX-License-Identifier: MIT */
/* A space by a description. First what is its own, then what others lend it,
 * then objects, so that none is made in vain. */
#include "model.h"

#include "../../../core/lib/string.h"
#include "client/described.h"
#include "native/image.h"
#include "ring3/sysenter.h"
#include "store/object.h"

static int check_object(const struct area *a)
{
    return strlen(a->object) < STORE_NAME && !object_is_own(a->object) &&
           a->place % PAGE_SIZE == 0 ? E_OK : E_NOT_APPLICABLE;
}

/* What page-table entries can express, but for "execute". */
static int check_access(const struct area *a)
{
    if (!(a->most & ACCESS_READ) || (a->access && !(a->access & ACCESS_READ)))
        return E_NOT_APPLICABLE;
    if (a->kind == AREA_TEXT && (a->from || a->object[0]))
        return E_NOT_APPLICABLE;
    return check_object(a);
}

static int check_area(const struct space *space, const struct area *a)
{
    u32 first, count;
    const int error = a->size % PAGE_SIZE ? E_RANGE :
                      map_pages(space, a->address, a->size, &first, &count);

    return error < 0 ? error : check_access(a);
}

static int check_program(const struct space *space, const struct description *d)
{
    const int error = described_check(d);

    if (error < 0 || !d->program[0])
        return error;
    return d->data_end <= space->pages << PAGE_SHIFT && d->top &&
           d->top <= space->pages << PAGE_SHIFT ? E_OK : E_RANGE;
}

static int check_space(const struct space *space)
{
    if (space->client.name[0])
        return E_EXISTS;
    for (u32 i = 0; i < space->pages; i++)
        if (space->shadow[i])
            return E_BUSY;
    return E_OK;
}

static int check(const struct space *space, const struct description *d)
{
    int error = area_check(d);

    for (u32 i = 0; error >= 0 && i < d->count; i++)
        error = check_area(space, &d->areas[i]);
    if (error >= 0)
        error = check_program(space, d);
    return error < 0 ? error : check_space(space);
}

/* Pages that the object is to have, for all areas that show it. */
static u32 pages_of_object(const struct description *d, const char *name)
{
    u32 end = 0;

    for (u32 i = 0; i < d->count; i++) {
        const struct area *a = &d->areas[i];
        const u32 here = (a->place >> PAGE_SHIFT) + (a->size >> PAGE_SHIFT);
        if (!strcmp(a->object, name) && here > end)
            end = here;
    }
    return end;
}

static int borrow(struct space *space, const struct area *a)
{
    struct space *from = space_find(a->from);

    return from ? share_area(from, space, a) : E_HANDLE;
}

static void own(struct space *space, const struct area *a)
{
    for (u32 i = 0; i < a->size >> PAGE_SHIFT; i++)
        space->shadow[(a->address >> PAGE_SHIFT) + i] = shadow_lent(a->most);
}

/* It has what it may have; now what it may do. */
static void settle(struct space *space, const struct area *a)
{
    const u32 first = a->address >> PAGE_SHIFT, count = a->size >> PAGE_SHIFT;

    for (u32 i = first; i < first + count; i++)
        space->shadow[i] = (space->shadow[i] & ~SHADOW_RIGHTS) | a->access;
    if (a->part)
        space_set_kind(space, first, count, a->kind);
    else
        space_mark(space, first, count, a->kind);
}

static int put(struct space *space, const struct description *d, u32 i)
{
    const struct area *a = &d->areas[i];
    int error = E_OK;

    if (a->object[0])
        error = attach_area(space, a, pages_of_object(d, a->object));
    else if (a->from)
        error = borrow(space, a);
    else
        own(space, a);
    if (error >= 0)
        settle(space, a);
    return error;
}

/* 0: its own; 1: lent; 2: an object; 3: one to be read only, because what a
 * space has first of an object is the most that it may have. */
static u32 turn_of(const struct area *a)
{
    if (a->object[0])
        return a->most & ACCESS_WRITE ? 2 : 3;
    return a->from != 0;
}

#define TURNS 4u

static int put_all(struct space *space, const struct description *d)
{
    int error = E_OK;

    for (u32 turn = 0; turn < TURNS; turn++)
        for (u32 i = 0; i < d->count && error >= 0; i++)
            if (turn_of(&d->areas[i]) == turn)
                error = put(space, d, i);
    return error;
}

static int write_stubs(struct space *space, const struct description *d)
{
    static u8 stubs[IMAGE_STUBS];       /* the lock is ours */
    const struct image image = { .name = d->program, .text = d->stubs,
                                 .text_size = IMAGE_STUBS, .memory = stubs };

    memset(stubs, 0, sizeof(stubs));
    client_stubs(&image);
    const int error = sysenter_choose(&image);
    return error < 0 ? error :
           content_put(space, d->stubs, stubs, sizeof(stubs));
}

/* One page below the stack nobody can have, if nobody has it. */
static void guard(struct space *space)
{
    for (u32 i = 1; i < space->pages; i++)
        if (space->shadow[i] && space_kind(space, i) == AREA_STACK) {
            if (!space->shadow[i - 1])
                space->shadow[i - 1] = SHADOW_GUARD;
            return;
        }
}

static int build(struct space *space, const struct description *d)
{
    int error = put_all(space, d);

    if (error >= 0 && d->program[0])
        error = write_stubs(space, d);
    if (error < 0 || !d->program[0])
        return error;
    guard(space);
    space->end = d->data_end;
    described_adopt(&space->client, d);
    return E_OK;
}

static int import_copied(struct space *space, const struct description *d)
{
    int error = check(space, d);

    if (error < 0)
        return error;
    object_begin(space);
    error = build(space, d);
    if (error >= 0)
        return E_OK;
    space_clear(space);
    object_undo(space);
    return error;
}

int import_space(struct space *space, const struct description *d)
{
    const struct description *copied;
    u32 region = 0;
    int error = area_copy(d, &region, &copied);

    if (error >= 0)
        error = import_copied(space, copied);
    model_release(&region);
    return error;
}
