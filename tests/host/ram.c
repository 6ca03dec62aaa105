/* SPDX-License-Identifier: MIT */
/* sources: core/memory/ram.c */
/* What a memory map means, against one bit for each byte: random maps, whose
 * entries touch, overlap, are empty, wrap, and come in any order. */
#include "../../core/memory/ram.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

#define PAGES 48u
#define BYTES (PAGES * PAGE_SIZE)
#define ENTRIES 120u
#define MOST 64u
#define ROUNDS 3000u
#define NO_PAGE 0xfffff000u

static u8 map[ENTRIES * 40];        /* an entry may have more than it needs */
static u32 length;
static u8 usable[BYTES], reserved[BYTES];
static struct boot_range ranges[MOST];
static u32 state = 20261127;

static u32 roll(u32 n)
{
    state = state * 1664525 + 1013904223;
    return (state >> 8) % n;
}

static void mark(u8 *bits, u64 base, u64 size)
{
    for (u64 i = base; i < BYTES && i - base < size; i++)
        bits[i] = 1;
}

static void add(u64 base, u64 size, u32 type)
{
    const u32 extra = roll(3) * 4;
    const struct ram_entry entry = {
        .size = 20 + extra, .base = base, .length = size, .type = type,
    };

    memcpy(map + length, &entry, sizeof(entry));
    memset(map + length + sizeof(entry), 0xee, extra);
    length += sizeof(entry) + extra;
    mark(type == RAM_USABLE ? usable : reserved, base, size);
}

static void start(void)
{
    length = 0;
    memset(usable, 0, sizeof(usable));
    memset(reserved, 0, sizeof(reserved));
}

/* Most on page bounds or near them; some empty, some without end. */
static u32 place(void)
{
    const u32 page = roll(PAGES + 1) * PAGE_SIZE;

    return roll(2) ? page : roll(2) ? roll(BYTES) : page + roll(3) - 1;
}

static u64 size_from(u32 base)
{
    static const u64 endless[] = {
        0xffffffffffffffffull, 0x100000000ull, 0xfffffffffffff000ull,
        0xffffffffull,
    };

    if (roll(40) == 0)
        return endless[roll(4)];
    if (roll(10) == 0)
        return 0;
    return roll(3) ? roll(6) * PAGE_SIZE : place() - base % BYTES;
}

static void random_map(u32 entries)
{
    start();
    for (u32 i = 0; i < entries; i++) {
        const u32 base = place();
        u64 size = size_from(base);
        if (size > BYTES && size < 0xffffffffull)
            size = roll(3 * PAGE_SIZE);
        add(base < BYTES ? base : 0, size, roll(3) ? RAM_USABLE : roll(7));
    }
}

static u32 page_is_ram(u32 page)
{
    for (u32 i = page * PAGE_SIZE; i < (page + 1) * PAGE_SIZE; i++)
        if (!usable[i] || reserved[i])
            return 0;
    return 1;
}

static u32 is_in_ranges(u32 page, u32 count)
{
    for (u32 i = 0; i < count; i++)
        if (page * PAGE_SIZE - ranges[i].start <
            ranges[i].end - ranges[i].start)
            return 1;
    return 0;
}

static void check_map(void)
{
    CHECK(!ram_check(map, length));
    const u32 count = ram_read(map, length, NO_PAGE, ranges, MOST);
    u32 wrong = 0;

    for (u32 page = 0; page < PAGES; page++)
        wrong += is_in_ranges(page, count) != page_is_ram(page);
    for (u32 i = 0; i < count; i++)
        wrong += (ranges[i].start | ranges[i].end) % PAGE_SIZE != 0 ||
                 ranges[i].start >= ranges[i].end ||
                 ranges[i].end > RAM_TOP ||
                 (i && ranges[i].start <= ranges[i - 1].end);
    CHECK_EQ(wrong, 0);
}

static void test_random(void)
{
    for (u32 round = 0; round < ROUNDS; round++) {
        random_map(roll(round % 3 ? 8 : ENTRIES) + 1);
        check_map();
    }
}

/* An entry a page, one page in two missing, backwards. */
static void test_many(void)
{
    start();
    for (u32 i = 0; i < 100; i++)
        add((u64)(99 - i) * 2 * PAGE_SIZE, PAGE_SIZE, RAM_USABLE);
    CHECK_EQ(ram_read(map, length, NO_PAGE, ranges, MOST), MOST);
    start();
    for (u32 i = 0; i < 100; i++)           /* touching: one range */
        add((u64)((i * 37) % 100) * PAGE_SIZE, PAGE_SIZE, RAM_USABLE);
    CHECK_EQ(ram_read(map, length, NO_PAGE, ranges, MOST), 1);
    CHECK_EQ(ranges[0].end, 100 * PAGE_SIZE);
}

/* What does not fit: the smallest goes, and never the one to keep. */
static void test_room(void)
{
    static const u32 sizes[] = { 5, 1, 4, 2, 3, 6 };

    start();
    for (u32 i = 0; i < 6; i++)
        add(i * 0x10000u, sizes[i] * PAGE_SIZE, RAM_USABLE);
    CHECK_EQ(ram_read(map, length, 0x30000, ranges, 3), 3);
    CHECK_EQ(ranges[0].start, 0);
    CHECK_EQ(ranges[1].start, 0x30000);
    CHECK_EQ(ranges[2].start, 0x50000);
    CHECK_EQ(ram_read(map, length, NO_PAGE, ranges, 3), 3);
    CHECK_EQ(ranges[1].start, 0x20000);
    CHECK_EQ(ram_read(map, length, 0x10000, ranges, 1), 1);
    CHECK_EQ(ranges[0].start, 0x10000);
}

/* Around 3 and 4 GiB, and the end of everything. */
static void test_high(void)
{
    start();
    add(0xbffff000, 0x2000, RAM_USABLE);
    add(0x100000000ull, 0x100000000ull, RAM_USABLE);
    add(0x100000, 0xffffffffffffffffull, 2);
    add(0, 0x200000, RAM_USABLE);
    CHECK_EQ(ram_read(map, length, NO_PAGE, ranges, MOST), 1);
    CHECK_EQ(ranges[0].end, 0x100000);
    start();
    add(0xffffffffffffffffull, 1, RAM_USABLE);
    add(0xfffffffffffff000ull, 0x101000, 2);
    add(0x100000, 0xfffffffffff00000ull, RAM_USABLE);
    add(0xc0000000, 0x1000, 2);
    CHECK_EQ(ram_read(map, length, NO_PAGE, ranges, MOST), 1);
    CHECK_EQ(ranges[0].start, 0x100000);
    CHECK_EQ(ranges[0].end, RAM_TOP);
}

/* Entries whose sizes would leave the map, or never end it. */
static void test_malformed(void)
{
    static const u32 sizes[] = { 0, 4, 19, 25, 0x7fffffff, 0xfffffffc,
                                 0xffffffff, 0xffffffe8 };

    for (u32 i = 0; i < ARRAY_SIZE(sizes); i++) {
        u8 *one = malloc(sizeof(struct ram_entry));
        memset(one, 0, sizeof(struct ram_entry));
        memcpy(one, &sizes[i], sizeof(sizes[i]));
        CHECK(ram_check(one, sizeof(struct ram_entry)) != NULL);
        free(one);
    }
    CHECK(!ram_check(map, 0));
    CHECK_EQ(ram_read(map, 0, NO_PAGE, ranges, MOST), 0);
}

int main(void)
{
    test_random();
    test_many();
    test_room();
    test_high();
    test_malformed();
    return check_done();
}
