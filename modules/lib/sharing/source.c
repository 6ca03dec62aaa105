/* SPDX-License-Identifier: MIT */
#include "source.h"

#include "../../../core/lib/string.h"
#include "../space/extent.h"
#include "known.h"
#include "../space/parts.h"

enum { OWN, LENT, OBJECT, TURNS };

static u32 turn_of(const struct area *a)
{
    return a->object[0] ? OBJECT : a->from ? LENT : OWN;
}

int source_is_other(const struct area *a)
{
    return turn_of(a) != OWN;
}

static int is_object(const struct description *d, u32 i)
{
    return d->areas[i].object[0] && !area_continues(d, i);
}

/* The first area of the same object. */
static u32 first_of(const struct description *d, u32 i)
{
    u32 first = 0;

    while (strcmp(d->areas[first].object, d->areas[i].object))
        first++;
    return first;
}

static u32 count_objects(const struct description *d)
{
    u32 count = 0;

    for (u32 i = 0; i < d->count; i++)
        count += is_object(d, i);
    return count;
}

static int check(const struct space_head *space, const struct description *d)
{
    u32 made = 0, met = 0;

    if (count_objects(d) > EXTENTS)
        return E_FULL;
    for (u32 i = 0; i < d->count; i++) {
        if (!is_object(d, i) || first_of(d, i) != i)
            continue;
        made += !backing_is_known(NULL, d->areas[i].object);
        met += !backing_is_known(space, d->areas[i].object);
    }
    return backing_room(space, made, met);
}

int source_take(struct space_head *space, const struct description *d,
                int (*put)(struct space_head *, const struct description *,
                           u32))
{
    int error = check(space, d);

    for (u32 turn = 0; turn < TURNS; turn++)
        for (u32 i = 0; i < d->count && error >= 0; i++)
            if (turn_of(&d->areas[i]) == turn)
                error = put(space, d, i);
    return error;
}

static struct attachment wanted_by(struct space_head *space,
                                   const struct area *a, u32 size)
{
    return (struct attachment){ space, a->object, size,
                                a->most & SOURCE_ACCESS };
}

/* One that is to be made is made once. */
int source_object(struct space_head *space, const struct description *d,
                  u32 i, u32 size, int is_whole)
{
    const struct area *a = &d->areas[i];
    const struct attachment wanted = wanted_by(space, a, size);
    const u32 first = first_of(d, i);
    int found = backing_find(&wanted);

    if (!found && first != i)
        found = (int)model_memory_at(space, d->areas[first].address);
    if (found < 0)
        return found;
    if (found && size > backing_at((u32)found)->size)
        return E_RANGE;
    return a->place ||
           (is_whole && backing_find_size(&wanted, found) != size) ?
           E_NOT_APPLICABLE : backing_open(&wanted, found);
}

/* What is lent may be an object: the space cannot attach it with more. */
static void note_lent(const struct space_head *space, u32 number, u32 access)
{
    if (number)
        backing_shared(space, number, access & SOURCE_ACCESS);
}

void source_known(struct space_head *space, const struct description *d)
{
    for (u32 i = 0; i < d->count; i++) {
        const struct area *a = &d->areas[i];
        const struct attachment wanted = wanted_by(space, a, a->size);
        if (is_object(d, i))
            backing_known(&wanted, model_memory_at(space, a->address));
        else if (turn_of(a) == LENT)
            note_lent(space, model_memory_at(space, a->address), a->most);
    }
}
