/* SPDX-License-Identifier: MIT */
/* sources: nmm/space/map.c */
/* Memory maps against a model that is one byte a page. */
#include "../../nmm/space/map.h"

#include <stdlib.h>
#include <string.h>

#include "../../nmm/space/region.h"
#include "check.h"

#define PAGES 256u
#define SLOTS 64u
#define NOBODY 0xff

static struct region slots[SLOTS];
static u16 index_of[SLOTS];
static u8 page_slot[PAGES];             /* the model */
static struct map map;

static u32 address_of(u32 page)
{
    return map.low + page * PAGE_SIZE;
}

static void start(u32 low)
{
    memset(slots, 0, sizeof(slots));
    memset(page_slot, NOBODY, sizeof(page_slot));
    map = (struct map){ .slots = slots, .index = index_of,
                        .capacity = SLOTS, .low = low,
                        .size = PAGES * PAGE_SIZE };
}

static int model_is_free(u32 page, u32 pages)
{
    for (u32 i = page; i < page + pages; i++)
        if (page_slot[i] != NOBODY)
            return 0;
    return 1;
}

static u32 model_first_fit(u32 from, u32 pages, u32 align)
{
    for (u32 page = from; page + pages <= PAGES; page++)
        if (address_of(page) % align == 0 && model_is_free(page, pages))
            return page;
    return PAGES;
}

static void put(u32 slot, u32 page, u32 pages)
{
    slots[slot].base = address_of(page);
    slots[slot].size = pages * PAGE_SIZE;
    map_insert(&map, slot);
    memset(page_slot + page, (int)slot, pages);
}

static void take(u32 slot)
{
    map_remove(&map, slot);
    for (u32 i = 0; i < PAGES; i++)
        if (page_slot[i] == slot)
            page_slot[i] = NOBODY;
    slots[slot].size = 0;
}

static void check_fit(u32 from, u32 pages, u32 align)
{
    struct map_wish wish = { address_of(from), pages * PAGE_SIZE, align };
    u32 base, expected = model_first_fit(from, pages, align);
    bool found = map_find_free(&map, &wish, &base);

    CHECK_EQ(found, expected != PAGES);
    if (found)
        CHECK_EQ(base, address_of(expected));
}

static void check_around(u32 page)
{
    u32 base, size, first = page, last = page;

    while (first > 0 && page_slot[first - 1] == NOBODY)
        first--;
    while (last < PAGES && page_slot[last] == NOBODY)
        last++;
    map_free_around(&map, address_of(page) + 5, &base, &size);
    CHECK_EQ(base, address_of(first));
    CHECK_EQ(size, (last - first) * PAGE_SIZE);
}

static void check_page(u32 page)
{
    u32 slot = page_slot[page];

    const u32 offsets[] = { 0, 1, PAGE_SIZE - 1, (u32)rand() % PAGE_SIZE };

    for (u32 i = 0; i < 4; i++)
        CHECK_EQ(map_find(&map, address_of(page) + offsets[i]),
                 slot == NOBODY ? MAP_NONE : slot);
    if (slot == NOBODY)
        check_around(page);
}

static void step(void)
{
    u32 slot = (u32)rand() % SLOTS, page = (u32)rand() % PAGES;
    u32 pages = 1 + (u32)rand() % 12;

    if (slots[slot].size) {
        take(slot);
    } else if (page + pages <= PAGES) {
        bool is_free = map_is_free(&map, address_of(page),
                                   pages * PAGE_SIZE);

        CHECK_EQ(is_free, model_is_free(page, pages));
        if (is_free)
            put(slot, page, pages);
    }
    check_page((u32)rand() % PAGES);
    check_fit((u32)rand() % PAGES, pages, PAGE_SIZE << rand() % 5);
}

static void run(u32 low)
{
    start(low);
    for (u32 i = 0; i < 20000; i++)
        step();
    for (u32 page = 0; page < PAGES; page++)
        check_page(page);
}

static void check_bounds(void)
{
    CHECK(map_contains(&map, map.low, map.size));
    CHECK(!map_contains(&map, map.low, map.size + 1));
    CHECK(!map_contains(&map, map.low - 1, 1));
    CHECK(!map_contains(&map, map.low + map.size, 0));
    CHECK(!map_contains(&map, map.low + PAGE_SIZE, 0xfffff000u));
    CHECK(map_contains(&map, map.low + map.size - 1, 1));
}

int main(void)
{
    srand(1);
    run(0x1000);
    check_bounds();
    run(0xc0000000u);
    check_bounds();
    run(0u - PAGES * PAGE_SIZE);        /* up to the last address */
    check_bounds();
    return check_done();
}
