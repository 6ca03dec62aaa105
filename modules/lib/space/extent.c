/* SPDX-License-Identifier: MIT */
#include "extent.h"

struct extent *extent_find(struct extents *all, u32 address)
{
    for (u32 i = 0; i < all->count; i++)
        if (address - all->at[i].base < all->at[i].size)
            return &all->at[i];
    return NULL;
}

const struct extent *extent_next(const struct extents *all, u32 from)
{
    const struct extent *found = NULL;

    for (u32 i = 0; i < all->count; i++)
        if (all->at[i].base >= from &&
            (!found || all->at[i].base < found->base))
            found = &all->at[i];
    return found;
}

/* The first in the table that has any of it. */
static const struct extent *overlapping(const struct extents *all, u32 base,
                                        u32 size)
{
    for (u32 i = 0; i < all->count; i++) {
        const struct extent *e = &all->at[i];
        if (base - e->base < e->size || e->base - base < size)
            return e;
    }
    return NULL;
}

struct extent *extent_mapped(struct extents *all, u32 address, u32 size)
{
    struct extent *e = extent_find(all, address);

    return e && e->kind >= AREA_MAP && e->base == address &&
           e->size == extent_pages(size) ? e : NULL;
}

int extent_overlaps(const struct extents *all, u32 base, u32 size)
{
    return overlapping(all, base, size) != NULL;
}

u32 extent_gap(const struct extents *all, u32 first, u32 last, u32 size)
{
    while (first < last && size <= last - first) {
        const struct extent *e = overlapping(all, first, size);
        if (!e)
            return first;
        first = e->base + e->size;
    }
    return 0;
}

struct extent *extent_add(struct extents *all, const struct extent *e)
{
    if (all->count == EXTENTS)
        return NULL;
    all->at[all->count] = *e;
    return &all->at[all->count++];
}

void extent_remove(struct extents *all, struct extent *e)
{
    *e = all->at[all->count - 1];
    all->count--;
}

u32 extent_uses(const struct extents *all, u32 memory)
{
    u32 count = 0;

    for (u32 i = 0; i < all->count; i++)
        count += all->at[i].memory == memory;
    return count;
}

u32 extent_pages(u32 size)
{
    return (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
}
