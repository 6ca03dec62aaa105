/* SPDX-License-Identifier: MIT */
/*
 * Reading a memory map, in place: each range is found by going through all
 * entries, so that nothing limits their number and their order is no matter.
 *
 * Invariant: `at` of ram_read() only grows, and below it all is known.
 */
#include "ram.h"

#define SIZE_LEAST 20u              /* of an entry behind its size */
#define NOWHERE 0xffffffffffffffffull

struct map {
    const u8 *first;
    u32 length;
};

/* The entry at that offset, and the next one's offset; NULL at the end. */
static const struct ram_entry *entry_at(const struct map *map, u32 *offset)
{
    const struct ram_entry *e = (const void *)(map->first + *offset);

    if (*offset > map->length || map->length - *offset < sizeof(*e))
        return NULL;
    *offset += e->size + (u32)sizeof(e->size);
    return e;
}

/* Behind its last byte; what would wrap ends with the address space. */
static u64 end_of(const struct ram_entry *e)
{
    return e->length > NOWHERE - e->base ? NOWHERE : e->base + e->length;
}

const char *ram_check(const u8 *first, u32 length)
{
    const struct map map = { first, length };
    const struct ram_entry *e;
    u32 offset = 0, before = 0;

    while ((e = entry_at(&map, &offset))) {
        if (e->size < SIZE_LEAST ||
            e->size > length - before - (u32)sizeof(e->size))
            return "the boot loader's memory map is malformed: an entry's "
                   "size";
        before = offset;
    }
    return NULL;
}

static int has(const struct ram_entry *e, u64 address)
{
    return e->base <= address && address < end_of(e);
}

/* The first byte from `at` on that an entry of type 1 has. */
static u64 next_ram(const struct map *map, u64 at)
{
    const struct ram_entry *e;
    u64 found = NOWHERE;

    for (u32 offset = 0; (e = entry_at(map, &offset));) {
        const u64 from = e->base > at ? e->base : at;
        if (e->type == RAM_USABLE && from < end_of(e) && from < found)
            found = from;
    }
    return found;
}

/* Behind all entries of another type that have `at`; `at` if none has. */
static u64 skip_reserved(const struct map *map, u64 at)
{
    const struct ram_entry *e;
    u64 before;

    do {
        before = at;
        for (u32 offset = 0; (e = entry_at(map, &offset));)
            if (e->type != RAM_USABLE && has(e, at))
                at = end_of(e);
    } while (at != before);
    return at;
}

/* Where the RAM around `at` ends: entries of type 1 that overlap or touch go
 * on, the first of another type ends it. */
static u64 end_of_ram(const struct map *map, u64 at)
{
    const struct ram_entry *e;
    u64 end = at, before;

    do {
        before = end;
        for (u32 offset = 0; (e = entry_at(map, &offset));)
            if (e->type == RAM_USABLE && has(e, end))
                end = end_of(e);
    } while (end != before);
    for (u32 offset = 0; (e = entry_at(map, &offset));)
        if (e->type != RAM_USABLE && e->length && e->base >= at &&
            e->base < end)
            end = e->base;
    return end;
}

static int has_page(const struct boot_range *range, paddr_t page)
{
    return page - range->start < range->end - range->start;
}

/* The index of the smallest range that has not the page `keep`;
 * `count` if there is none. */
static u32 smallest(const struct boot_range *ranges, u32 count, paddr_t keep)
{
    u32 found = count, least = 0xffffffff;

    for (u32 i = 0; i < count; i++) {
        const u32 size = ranges[i].end - ranges[i].start;
        if (!has_page(&ranges[i], keep) && size < least) {
            least = size;
            found = i;
        }
    }
    return found;
}

/* Makes room for the range in the place of the smallest, if that is smaller
 * than it or it must stay: 1. */
static int drop_smaller(struct boot_range *ranges, u32 count,
                        const struct boot_range *range, paddr_t keep)
{
    const u32 at = smallest(ranges, count, keep);

    if (at == count || (!has_page(range, keep) && range->end - range->start <=
                                  ranges[at].end - ranges[at].start))
        return 0;
    for (u32 i = at; i + 1 < count; i++)
        ranges[i] = ranges[i + 1];
    return 1;
}

/* The whole pages of a stretch of bytes below RAM_TOP; may be empty. */
static struct boot_range pages_of(u64 start, u64 end)
{
    if (start >= RAM_TOP)
        return (struct boot_range){ 0, 0 };
    if (end > RAM_TOP)
        end = RAM_TOP;
    return (struct boot_range){
        .start = ((paddr_t)start + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1),
        .end = (paddr_t)end & ~(PAGE_SIZE - 1),
    };
}

u32 ram_read(const u8 *first, u32 length, paddr_t keep,
             struct boot_range *ranges, u32 most)
{
    const struct map map = { first, length };
    u32 count = 0;
    u64 at = 0;

    while ((at = next_ram(&map, at)) < RAM_TOP) {
        const u64 start = skip_reserved(&map, at);
        if (start != at) {
            at = start;
            continue;
        }
        at = end_of_ram(&map, start);
        const struct boot_range range = pages_of(start, at);
        if (range.start >= range.end)
            continue;
        if (count < most)
            ranges[count++] = range;
        else if (drop_smaller(ranges, count, &range, keep))
            ranges[count - 1] = range;
    }
    return count;
}
