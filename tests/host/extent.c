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
        extent_remove(&all, (struct extent *)e);
    } else if (is_free(first, count)) {
        struct extent new = { .base = first * PAGE_SIZE,
                              .size = count * PAGE_SIZE };
        const int full = all.count == EXTENTS;
        CHECK_EQ(!extent_add(&all, &new), full);
        if (!full)
            memset(used + first, 1, count);
    }
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
