/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/space/extent.c */
/* What a space has mapped, against an array with an entry a page. */
#include "../../modules/lib/space/extent.h"

#include <stdlib.h>
#include <string.h>

#include "check.h"

#define PAGES 256u
#define ROUNDS 20000

static u8 used[PAGES];
static u8 begins[PAGES + 1], kinds[PAGES + 1];  /* of the one that begins there: pages */
static struct extents all;

static u32 draw(u32 limit)
{
    static u64 state = 1;

    state = state * 6364136223846793005ull + 1442695040888963407ull;
    return (u32)(state >> 33) % limit;
}

static int is_free(u32 first, u32 count)
{
    for (u32 i = first; i < first + count; i++)
        if (i >= PAGES || used[i])
            return 0;
    return 1;
}

static u32 first_gap(u32 from, u32 count)
{
    for (u32 i = from; i + count <= PAGES; i++)
        if (is_free(i, count))
            return i;
    return 0;
}

/* By the array of pages alone: the page at which a visit goes on. */
static u32 next_begin(u32 from)
{
    for (u32 i = (from + PAGE_SIZE - 1) / PAGE_SIZE; i < PAGES; i++)
        if (begins[i])
            return i;
    return PAGES;
}

static void check_next(u32 from)
{
    const struct extent *next = extent_next(&all, from);
    const u32 expected = next_begin(from);

    if (CHECK_EQ(next != NULL, expected < PAGES) && next)
        CHECK_EQ(next->base, expected * PAGE_SIZE);
}

/* Which of them map(), share() or attach() made, with just so many pages. */
static void check_mapped(u32 address, u32 size)
{
    const u32 first = address / PAGE_SIZE;
    const u32 pages = size / PAGE_SIZE + (size % PAGE_SIZE != 0);
    const int is_one = address % PAGE_SIZE == 0 && begins[first] == pages &&
                       pages && kinds[first] >= AREA_MAP;
    const struct extent *e = extent_mapped(&all, address, size);

    CHECK_EQ(e != NULL, is_one);
    CHECK(!e || (e->base == address && e == extent_find(&all, address)));
}

static void check_looks(u32 first, u32 count)
{
    const u32 base = first * PAGE_SIZE;

    check_next(0);
    check_next(base);
    check_next(base + 1 + draw(PAGE_SIZE - 1));
    for (u32 i = 0; i < PAGES; i++) {
        if (!begins[i])
            continue;
        check_next(i * PAGE_SIZE);
        check_next(i * PAGE_SIZE + 1);
        const u32 size = begins[i] * PAGE_SIZE;
        check_mapped(i * PAGE_SIZE, size);
        check_mapped(i * PAGE_SIZE, size - draw(PAGE_SIZE));
        check_mapped(i * PAGE_SIZE, size - PAGE_SIZE);
        check_mapped(i * PAGE_SIZE, size + 1);
        check_mapped(i * PAGE_SIZE + draw(2), size);
        check_mapped(i * PAGE_SIZE + PAGE_SIZE, size);
        check_mapped(i * PAGE_SIZE + PAGE_SIZE, size - PAGE_SIZE);
    }
    check_mapped(base, count * PAGE_SIZE);
    check_mapped(base, 0);
}

static void step(void)
{
    const u32 first = 1 + draw(PAGES - 1), count = 1 + draw(12);
    const struct extent *e = extent_find(&all, first * PAGE_SIZE + draw(4096));

    CHECK_EQ(e != NULL, used[first]);
    CHECK_EQ(extent_gap(&all, first * PAGE_SIZE, PAGES * PAGE_SIZE,
                        count * PAGE_SIZE), first_gap(first, count) *
                                            PAGE_SIZE);
    if (first + count > PAGES)
        return;
    CHECK_EQ(extent_overlaps(&all, first * PAGE_SIZE, count * PAGE_SIZE),
             !is_free(first, count));
    if (e && draw(2)) {
        memset(used + e->base / PAGE_SIZE, 0, e->size / PAGE_SIZE);
        begins[e->base / PAGE_SIZE] = 0;
        extent_remove(&all, (struct extent *)e);
    } else if (is_free(first, count)) {
        struct extent new = { .base = first * PAGE_SIZE,
                              .size = count * PAGE_SIZE,
                              .kind = draw(AREA_KINDS) };
        const int full = all.count == EXTENTS;
        CHECK_EQ(!extent_add(&all, &new), full);
        if (!full) {
            memset(used + first, 1, count);
            begins[first] = (u8)count;
            kinds[first] = (u8)new.kind;
        }
    }
    if (draw(16) == 0)
        check_looks(first, count);
}

int main(void)
{
    for (u32 i = 0; i < ROUNDS; i++)
        step();
    CHECK_EQ(extent_pages(0), 0);
    CHECK_EQ(extent_pages(1), PAGE_SIZE);
    CHECK_EQ(extent_pages(PAGE_SIZE), PAGE_SIZE);
    CHECK_EQ(extent_pages(0xfffff001), 0);
    CHECK_EQ(extent_gap(&all, 0x1000, 0x1000, 0x1000), 0);
    return check_done();
}
