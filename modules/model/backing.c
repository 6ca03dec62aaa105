/* SPDX-License-Identifier: MIT */
#include "backing.h"

#include "../../core/lib/string.h"
#include "parts.h"

static struct backing backings[BACKINGS];

struct backing *backing_at(u32 number)
{
    return &backings[number - 1];
}

static struct backing *free_slot(void)
{
    for (u32 i = 0; i < BACKINGS; i++)
        if (!backings[i].region)
            return &backings[i];
    return NULL;
}

int backing_create(u32 base, u32 size)
{
    struct backing *b = free_slot();
    struct region_info info;

    if (!b)
        return E_FULL;
    const int region = nmm->create_region(NMM_UPS, base, size, base ?
                                          REGION_FIXED : REGION_ANYWHERE,
                                          &info);
    if (region < 0)
        return region;
    *b = (struct backing){ .region = (u32)region, .base = info.base,
                           .size = info.size, .users = 1 };
    memset((void *)b->base, 0, b->size);
    return (int)(b - backings) + 1;
}

static struct backing *find_name(const char *name)
{
    for (u32 i = 0; i < BACKINGS; i++)
        if (backings[i].region && !strcmp(backings[i].name, name))
            return &backings[i];
    return NULL;
}

static int create_named(const char *name, u32 size)
{
    const int number = backing_create(0, size);

    if (number > 0)
        memcpy(backing_at((u32)number)->name, name, strlen(name) + 1);
    return number;
}

int backing_open(const char *name, u32 size)
{
    struct backing *b;

    if (!name[0] || strlen(name) >= BACKING_NAME)
        return E_INVALID;
    b = find_name(name);
    if (!b)
        return size ? create_named(name, size) : E_NOTFOUND;
    if (size > b->size)
        return E_RANGE;
    b->users++;
    return (int)(b - backings) + 1;
}

void backing_keep(u32 number)
{
    struct backing *b = backing_at(number);

    if (b->name[0] && !b->kept) {
        b->kept = 1;
        b->users++;
    }
}

void backing_hold(u32 number)
{
    backing_at(number)->users++;
}

void backing_release(u32 number)
{
    struct backing *b = number ? backing_at(number) : NULL;

    if (!b || --b->users)
        return;
    nmm->destroy_region(b->region);
    *b = (struct backing){ 0 };
}

u32 backing_total(void)
{
    u32 total = 0;

    for (u32 i = 0; i < BACKINGS; i++)
        total += backings[i].size;
    return total;
}
