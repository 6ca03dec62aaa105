/* SPDX-License-Identifier: MIT */
/*
 * A space of `flat` by a description: at just those addresses, which are
 * those of the one space that there is, and with no protection. So it takes
 * what another space of `flat` was, when that has ended.
 */
#include "model.h"

#include "../../../core/lib/string.h"
#include "client/described.h"
#include "native/image.h"
#include "sharing/lender.h"
#include "sharing/source.h"

static int check_area(const struct area *a, int has_program)
{
    if (a->access != FLAT_ACCESS || a->kind == AREA_STACK || a->part ||
        (!has_program && a->kind < AREA_MAP) ||
        (a->kind < AREA_MAP && source_is_other(a)))
        return E_NOT_APPLICABLE;
    return a->kind > AREA_DATA && (a->address | a->size) & (PAGE_SIZE - 1) ?
           E_RANGE : 0;
}

/* Text, data and heap follow each other; text and data are whole pages. */
static int check_program(const struct description *d)
{
    u32 end = d->areas[0].address, count = 0;

    if (d->top)
        return E_NOT_APPLICABLE;
    for (u32 i = 0; i < d->count; i++) {
        const struct area *a = &d->areas[i];
        if (a->kind > AREA_HEAP)
            continue;
        if (a->address != end || (a->kind < AREA_HEAP && a->kind != count++))
            return E_RANGE;
        end += a->size;
        if (a->kind == AREA_DATA && end & (PAGE_SIZE - 1))
            return E_RANGE;
    }
    return count == 2 && d->areas[0].address % PAGE_SIZE == 0 &&
           d->data_end <= end ? 0 : E_RANGE;
}

static int check(const struct description *d)
{
    int error = area_check(d);

    for (u32 i = 0; error >= 0 && i < d->count; i++)
        error = check_area(&d->areas[i], d->program[0]);
    if (error >= 0)
        error = described_check(d);
    return error < 0 || !d->program[0] ? error : check_program(d);
}

/* Text and data are one region, as load() has them. */
static int put_image(struct space *space, const struct description *d)
{
    struct region_info info;
    const u32 size = area_end(d, AREA_DATA) - d->areas[0].address;
    const int region = nmm->create_region(NMM_UPS, d->areas[0].address, size,
                                          REGION_FIXED, &info);

    if (region < 0)
        return region;
    space->image = (u32)region;
    memset((void *)info.base, 0, info.size);
    return space_add_image(space, info.base, info.size);
}

static int open(struct space *space, const struct description *d, u32 i)
{
    const struct area *a = &d->areas[i];

    return a->object[0] ?
           source_object(&space->client.head, d, i, a->size, 1) :
           a->from ? lender_borrow(a, a->size) :
           backing_create(a->address, a->size);
}

/* What others have is where it is. */
static int put(struct space_head *head, const struct description *d, u32 i)
{
    struct space *space = (struct space *)head;
    const struct area *a = &d->areas[i];
    const int number = a->kind > AREA_DATA ? open(space, d, i) : 0;

    if (number <= 0)
        return number;
    if (backing_at((u32)number)->base == a->address)
        return map_add(space, number, a->kind, NULL);
    backing_release((u32)number);
    return E_RANGE;
}

static void adopt(struct space *space, const struct description *d)
{
    struct image image = { .memory = (u8 *)d->stubs,
                           .text_size = IMAGE_STUBS };

    space_write_stubs(space, &image);
    space->data_end = d->data_end;
    space->heap_end = area_end(d, AREA_HEAP);
    if (!space->heap_end)
        space->heap_end = area_end(d, AREA_DATA);
    described_adopt(&space->client, d);
}

static int build(struct space *space, const struct description *d)
{
    const int error = d->program[0] ? put_image(space, d) : 0;

    return error < 0 ? error : source_take(&space->client.head, d, put);
}

static int import(struct client *client, const struct description *d)
{
    struct space *space = (void *)client;

    if (space->extents.count)
        return E_BUSY;
    const int error = build(space, d);
    if (error < 0) {
        map_drop(space);
        model_release(&space->image);
        return error;
    }
    source_known(&client->head, d);
    if (d->program[0])
        adopt(space, d);
    return 0;
}

int import_space(int handle, const struct description *description)
{
    return described_import_in_place(handle, description, check, import);
}
