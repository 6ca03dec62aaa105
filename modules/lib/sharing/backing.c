/* SPDX-License-Identifier: MIT */
#include "backing.h"

#include "../../../core/lib/string.h"
#include "../space/extent.h"
#include "../space/parts.h"

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
    b->region = 0;
}

int backing_is_shared(u32 number)
{
    const struct backing *b = backing_at(number);

    return b->users - (b->name != 0) > 1;
}
