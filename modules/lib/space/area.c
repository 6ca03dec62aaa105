/* SPDX-License-Identifier: MIT */
#include "area.h"

#include "../../../core/lib/string.h"
#include "../../api/far.h"
#include "../call/there.h"
#include "parts.h"

#define ACCESS_ALL (ACCESS_READ | ACCESS_WRITE | ACCESS_EXECUTE)

void area_tell(struct telling *telling, const struct area *area)
{
    if (telling->count < telling->room)
        telling->to[telling->count] = *area;
    telling->count++;
}

int area_is_there(u32 base, u32 size)
{
    struct region_info last;

    return !size || there_look(nmm, base, size, &last);
}

static int has_end(const char *text, u32 room)
{
    for (u32 i = 0; i < room; i++)
        if (!text[i])
            return 1;
    return 0;
}

static int is_area(const struct area *a)
{
    return a->size && a->address + a->size - 1 >= a->address &&
           !(a->most & ~ACCESS_ALL) && !(a->access & ~a->most) &&
           a->kind < AREA_KINDS && has_end(a->object, AREA_OBJECT) &&
           (a->kind != AREA_ATTACHED || a->object[0]) &&
           !(a->from && a->object[0]);
}

/* The same lender, or object, further on. */
static int has_same_source(const struct area *a, const struct area *before)
{
    return a->from == before->from && !strcmp(a->object, before->object) &&
           (!a->from || a->at - before->at == before->size) &&
           (!a->object[0] || a->place - before->place == before->size);
}

int area_follows(const struct area *a, const struct area *before)
{
    return before->kind == a->kind && before->most == a->most &&
           before->address + before->size == a->address &&
           has_same_source(a, before);
}

int area_continues(const struct description *d, u32 i)
{
    const struct area *a = &d->areas[i], *before = a - 1;

    return i && a->part && before->part + before->size == a->part &&
           area_follows(a, before);
}

static int is_text(const struct area *a)
{
    return a->kind == AREA_TEXT;
}

/* In ascending order. */
static int lies_over(const struct area *a, const struct area *before)
{
    return a->address - before->address < before->size;
}

/* The text is first. A far address is that of a segment, of any size. */
static int is_in_order(const struct description *d, u32 i)
{
    const struct area *a = &d->areas[i], *before = a - 1;

    if (a->part && !area_continues(d, i))
        return 0;
    if (!i || (is_text(before) && !is_text(a)))
        return 1;
    return is_text(before) == is_text(a) && before->address < a->address &&
           (far_is(before->address) || !lies_over(a, before));
}

static int is_over_far(const struct description *d)
{
    for (u32 i = 1; i < d->count; i++)
        if (!is_text(&d->areas[i - 1]) &&
            lies_over(&d->areas[i], &d->areas[i - 1]))
            return 1;
    return 0;
}

/* Text lies over something else. */
static int is_over_text(const struct description *d)
{
    u32 t = 0, i = 0;

    while (i < d->count && is_text(&d->areas[i]))
        i++;
    const u32 texts = i;
    while (t < texts && i < d->count) {
        const struct area *text = &d->areas[t], *a = &d->areas[i];
        if (a->address - text->address < text->size ||
            text->address - a->address < a->size)
            return 1;
        if (text->address < a->address)
            t++;
        else
            i++;
    }
    return 0;
}

u32 area_run(const struct description *d, u32 i)
{
    u32 size = d->areas[i].size;

    while (++i < d->count && area_continues(d, i))
        size += d->areas[i].size;
    return size;
}

u32 area_end(const struct description *d, u32 kind)
{
    u32 end = 0;

    for (u32 i = 0; i < d->count; i++)
        if (d->areas[i].kind == kind)
            end = d->areas[i].address + d->areas[i].size;
    return end;
}

/* [address, + size) lies in areas of that kind. */
static int is_in(const struct description *d, u32 address, u32 size, u32 kind)
{
    for (u32 i = 0; i < d->count; i++) {
        const struct area *a = &d->areas[i];
        const u32 here = a->address + a->size - address;
        if (a->kind != kind || address - a->address >= a->size)
            continue;
        if (size <= here)
            return 1;
        address += here;
        size -= here;
    }
    return 0;
}

static int check_program(const struct description *d)
{
    const u32 stubs = d->text_end - d->stubs;

    if (!d->program[0])
        return d->entry | d->stubs | d->text_end | d->finish | d->top |
               d->data_end ? E_INVALID : 0;
    return is_in(d, d->entry, 1, AREA_TEXT) && stubs &&
           is_in(d, d->stubs, stubs, AREA_TEXT) &&
           d->finish - d->stubs < stubs ? 0 : E_INVALID;
}

int area_check_segments(const struct description *d)
{
    if (!area_is_there((u32)d, sizeof(*d)))
        return E_ADDRESS;
    if (d->count > AREAS_MOST || !has_end(d->program, NAME_SIZE))
        return E_INVALID;
    if (!area_is_there((u32)d->areas, d->count * sizeof(struct area)))
        return E_ADDRESS;
    for (u32 i = 0; i < d->count; i++)
        if (!is_area(&d->areas[i]) || !is_in_order(d, i))
            return E_INVALID;
    return check_program(d);
}

int area_check(const struct description *d)
{
    const int error = area_check_segments(d);

    if (error < 0)
        return error;
    if (is_over_text(d) || is_over_far(d))
        return E_NOT_APPLICABLE;
    return d->data_end >= d->text_end ? 0 : E_INVALID;
}
