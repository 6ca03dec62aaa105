/* SPDX-License-Identifier: MIT */
/* Backings that have a name. */
#include "../../../core/lib/string.h"
#include "backing.h"
#include "../space/extent.h"
#include "known.h"
#include "../space/parts.h"

struct named {
    char text[BACKING_NAME];
    u32 backing;                /* number; 0: the slot is free */
    struct known known;
};

static struct named names[BACKING_NAMES];

static struct named *find(const char *text)
{
    for (u32 i = 0; i < BACKING_NAMES; i++)
        if (names[i].backing && !strcmp(names[i].text, text))
            return &names[i];
    return NULL;
}

static struct named *find_free(void)
{
    for (u32 i = 0; i < BACKING_NAMES; i++)
        if (!names[i].backing)
            return &names[i];
    return NULL;
}

int backing_is_known(const struct space_head *space, const char *name)
{
    const struct named *named = find(name);

    return named && (!space || known_has(&named->known, space));
}

static int check_room(const struct space_head *space, u32 made, u32 met)
{
    u32 room = 0;

    for (u32 i = 0; i < BACKING_NAMES; i++)
        room += !names[i].backing;
    if (space->names + met > SPACE_NAMES)
        return E_QUOTA;
    return made > room ? E_FULL : 0;
}

static int is_name(const char *text)
{
    for (u32 i = 0; text && i < BACKING_NAME; i++)
        if (!text[i])
            return i > 0;
    return 0;
}

static int check_new(const struct attachment *wanted)
{
    static const struct known nobody;
    const int error = known_check(&nobody, wanted->space, wanted->access);

    if (!wanted->size)
        return E_NOTFOUND;
    if (!extent_pages(wanted->size))
        return E_RANGE;
    return error ? error : find_free() ? 0 : E_FULL;
}

static int check(const struct attachment *wanted)
{
    const struct named *named;
    int error;

    if (!is_name(wanted->name))
        return E_INVALID;
    named = find(wanted->name);
    if (!named)
        return check_new(wanted);
    if (wanted->size > backing_at(named->backing)->size)
        return E_RANGE;
    error = known_check(&named->known, wanted->space, wanted->access);
    return error ? error : (int)named->backing;
}

/* A limit is named where it is met, for an error cannot say it. */
static int report(const struct space_head *space, int found)
{
    if (found == E_QUOTA)
        model_report("%s: space %d: a client attaches %u objects "
                     "(SPACE_NAMES)", model_name, space->handle, SPACE_NAMES);
    if (found == E_FULL)
        model_report("%s: space %d: there are %u objects (BACKING_NAMES)",
                     model_name, space->handle, BACKING_NAMES);
    return found;
}

int backing_room(const struct space_head *space, u32 made, u32 met)
{
    return report(space, check_room(space, made, met));
}

int backing_find(const struct attachment *wanted)
{
    return report(wanted->space, check(wanted));
}

u32 backing_find_size(const struct attachment *wanted, int found)
{
    return found ? backing_at((u32)found)->size : extent_pages(wanted->size);
}

int backing_open(const struct attachment *wanted, int found)
{
    if (!found)
        return backing_create(0, wanted->size);
    backing_hold((u32)found);
    return found;
}

static struct named *named_of(u32 number)
{
    return &names[backing_at(number)->name - 1];
}

const char *backing_name(u32 number)
{
    return backing_at(number)->name ? named_of(number)->text : "";
}

void backing_known(const struct attachment *wanted, u32 number)
{
    struct backing *b = backing_at(number);

    if (!b->name) {
        struct named *named = find_free();
        *named = (struct named){ .backing = number };
        memcpy(named->text, wanted->name, strlen(wanted->name) + 1);
        b->name = (u32)(named - names) + 1;
        b->users++;
    }
    known_attach(&named_of(number)->known, wanted->space, wanted->access);
}

void backing_check_names(void)
{
    for (u32 i = 0; i < BACKING_NAMES; i++)
        if (names[i].backing && backing_at(names[i].backing)->name != i + 1)
            names[i].backing = 0;
}

void backing_shared(const struct space_head *space, u32 number, u32 access)
{
    if (backing_at(number)->name)
        known_share(&named_of(number)->known, space, access);
}

void backing_forget(const struct space_head *space)
{
    for (u32 i = 0; i < BACKING_NAMES; i++)
        if (names[i].backing)
            known_forget(&names[i].known, space);
}
