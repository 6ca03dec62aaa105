/* SPDX-License-Identifier: MIT */
/* Memory maps: a sorted array of slot numbers. */
#include "map.h"

#include "region.h"

static const struct region *at(const struct map *map, u32 position)
{
    return &map->slots[map->index[position]];
}

/* Offsets of a region's begin and end in the space. */
static u32 begin(const struct map *map, u32 position)
{
    return position < map->count ? at(map, position)->base - map->low
                                 : map->size;
}

static u32 end(const struct map *map, u32 position)
{
    const struct region *region = at(map, position);

    return region->base - map->low + region->size;
}

u32 map_position(const struct map *map, u32 address)
{
    u32 first = 0, last = map->count;

    while (first < last) {
        u32 middle = (first + last) / 2;

        if (at(map, middle)->base <= address)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

u32 map_find(const struct map *map, u32 address)
{
    u32 position = map_position(map, address);

    if (position == 0)
        return MAP_NONE;
    const struct region *region = at(map, position - 1);
    if (address - region->base >= region->size)
        return MAP_NONE;
    return map->index[position - 1];
}

bool map_contains(const struct map *map, u32 base, u32 size)
{
    u32 offset = base - map->low;

    return offset < map->size && size <= map->size - offset;
}

bool map_is_free(const struct map *map, u32 base, u32 size)
{
    u32 position = map_position(map, base);
    u32 offset = base - map->low;

    if (position > 0 && end(map, position - 1) > offset)
        return false;
    return begin(map, position) - offset >= size;
}

void map_free_around(const struct map *map, u32 address, u32 *base,
                     u32 *size)
{
    u32 position = map_position(map, address);
    u32 offset = position > 0 ? end(map, position - 1) : 0;

    *base = map->low + offset;
    *size = begin(map, position) - offset;
}

/* The first aligned offset at or above `offset`; below it if that wraps. */
static u32 align_up(const struct map *map, u32 offset, u32 align)
{
    return ((map->low + offset + align - 1) & ~(align - 1)) - map->low;
}

bool map_find_free(const struct map *map, const struct map_wish *wish,
                   u32 *base)
{
    u32 position = map_position(map, wish->from);
    u32 offset = wish->from - map->low;

    if (position < map->dense)
        position = map->dense;
    if (position > 0 && end(map, position - 1) > offset)
        offset = end(map, position - 1);
    for (;; position++) {
        u32 start = align_up(map, offset, wish->align);
        u32 limit = begin(map, position);

        if (start >= offset && start <= limit &&
            limit - start >= wish->size) {
            *base = map->low + start;
            return true;
        }
        if (position == map->count)
            return false;
        offset = end(map, position);
    }
}

/* Before: the invariant holds for a smaller `dense`. */
static void extend_dense(struct map *map)
{
    u32 offset = map->dense ? end(map, map->dense - 1) : 0;

    while (map->dense < map->count && begin(map, map->dense) == offset)
        offset = end(map, map->dense++);
}

void map_insert(struct map *map, u32 slot)
{
    u32 position = map_position(map, map->slots[slot].base);

    for (u32 i = map->count++; i > position; i--)
        map->index[i] = map->index[i - 1];
    map->index[position] = (u16)slot;
    if (position == map->dense)
        extend_dense(map);
}

void map_remove(struct map *map, u32 slot)
{
    u32 position = map_position(map, map->slots[slot].base) - 1;

    map->count--;
    if (map->dense > position)
        map->dense = position;
    for (u32 i = position; i < map->count; i++)
        map->index[i] = map->index[i + 1];
}
