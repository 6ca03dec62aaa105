/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* flags: -w -D_FILE_OFFSET_BITS=64 -Ibuild/source/lua-5.4.9/src -include tests/host/lua_graph.h */
/* Memory under the C library: pages at random against a plain map of each
 * region, and the limit to the byte. */
#include <stdlib.h>

#include "../../lua/libc/pages.c"

#include "check.h"

#define REGIONS 64
#define PIECES 200
#define ALL 256                 /* pages of a shared region, its first too */

static struct {
    u8 *base;
    u32 size;
    u8 used[ALL];               /* by the plain map; the first page is */
} regions[REGIONS];
static u32 created, destroyed, refuse, keep;

static int create(u32 space, u32 base, u32 size, u32 flags,
                  struct region_info *info)
{
    u32 i = 0;

    CHECK(space == NMM_UPS && !base && flags == REGION_ANYWHERE);
    CHECK(size % PAGE_SIZE == 0);
    if (refuse)
        return E_NOMEM;
    while (regions[i].base)
        i++;
    if (posix_memalign((void **)&regions[i].base, PAGE_SIZE, size))
        return E_NOMEM;
    memset(regions[i].base, 0xa5, size);
    memset(regions[i].used, 0, ALL);
    regions[i].used[0] = 1;
    regions[i].size = size;
    info->base = (u32)regions[i].base;
    created++;
    return (int)i + 100;
}

static int destroy(u32 handle)
{
    CHECK(handle >= 100 && regions[handle - 100].base);
    destroyed++;
    if (keep)
        return E_BUSY;
    free(regions[handle - 100].base);
    regions[handle - 100].base = NULL;
    return 0;
}

static const struct nmm nmm = { .create_region = (void *)create,
                                .destroy_region = (void *)destroy };
const struct nmm *volatile ium_nmm = &nmm;

static int region_of(const u8 *at)
{
    for (int i = 0; i < REGIONS; i++)
        if (regions[i].base && at > regions[i].base &&
            at < regions[i].base + regions[i].size)
            return i;
    return -1;
}

/* Has a shared region so many free pages in a row? */
static int has_room(u32 pages)
{
    for (int i = 0; i < REGIONS; i++) {
        u32 run = 0;

        if (!regions[i].base || regions[i].size != ALL * PAGE_SIZE)
            continue;
        for (u32 k = 0; k < ALL; k++) {
            run = regions[i].used[k] ? 0 : run + 1;
            if (run == pages)
                return 1;
        }
    }
    return 0;
}

static struct piece {
    u8 *at;
    u32 pages, mark;
} pieces[PIECES];

static void mark(const struct piece *piece, int on)
{
    const int i = region_of(piece->at);
    const u32 first = (u32)(piece->at - regions[i].base) / PAGE_SIZE;

    CHECK(i >= 0 && first >= 1);
    CHECK((first + piece->pages) * PAGE_SIZE <= regions[i].size);
    if (piece->pages > 64) {            /* one of its own */
        CHECK_EQ(first, 1);
        CHECK_EQ(regions[i].size, (1 + piece->pages + (piece->pages == 255))
                                  * PAGE_SIZE);
        return;
    }
    CHECK_EQ(regions[i].size, ALL * PAGE_SIZE);
    for (u32 k = first; k < first + piece->pages; k++) {
        CHECK_EQ(regions[i].used[k], !on);
        regions[i].used[k] = on;
    }
}

static int is_all(const u8 *at, u32 pages, u8 value)
{
    for (u32 i = 0; i < pages * PAGE_SIZE; i += i % PAGE_SIZE ? 4095 : 1)
        if (at[i] != value)
            return 0;
    return 1;
}

static u32 seed = 4711;
static u32 any(u32 most)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % most;
}

static void take(struct piece *piece)
{
    static const u32 sizes[] = { 1, 2, 63, 64, 65, 254, 255, 256, 300 };
    const u32 pages = any(3) ? 1 + any(20) : sizes[any(9)];
    const int fits = pages <= 64 && has_room(pages);
    const u32 before = created;

    piece->pages = pages;
    piece->mark = 1 + any(255);
    piece->at = pages_map(pages * PAGE_SIZE - any(PAGE_SIZE));
    if (!CHECK(piece->at))
        return;
    CHECK_EQ(created - before, !fits);
    CHECK(is_all(piece->at, pages, 0));
    mark(piece, 1);
    memset(piece->at, (int)piece->mark, pages * PAGE_SIZE);
}

static void give(struct piece *piece)
{
    CHECK(is_all(piece->at, piece->pages, (u8)piece->mark));
    mark(piece, 0);
    CHECK_EQ(pages_unmap(piece->at, piece->pages * PAGE_SIZE), 0);
    piece->at = NULL;
}

static void test_pages(void)
{
    u32 many = 0;

    pages_limit(256 << 20);
    for (u32 round = 0; round < 3000; round++) {
        struct piece *piece = &pieces[any(PIECES) % (round < 1500 ? 150 : 30)];

        if (piece->at)
            give(piece);
        else
            take(piece);
    }
    for (u32 i = 0; i < PIECES; i++)
        if (pieces[i].at)
            give(&pieces[i]);
    CHECK(created - destroyed <= 1);    /* an empty one may stay */
    CHECK_EQ(pages_unmap((void *)0x1000, 4096), -EINVAL);
}

/* All of the limit can be had, and not a page more; given back, again. */
static void test_limit(void)
{
    u8 *one, *two;

    while (chunks)
        chunk_destroy(chunks);
    CHECK_EQ(total, 0);
    for (u32 round = 0; round < 3; round++) {
        pages_limit(2 << 20);
        CHECK((one = pages_map(1)) != NULL);
        CHECK_EQ(total, 1 << 20);
        CHECK(!pages_map((1 << 20) + 1 - PAGE_SIZE));
        CHECK((two = pages_map(254 * PAGE_SIZE)) != NULL);
        CHECK_EQ(total, (1 << 20) + 255 * PAGE_SIZE);
        pages_limit((1 << 20) + 255 * PAGE_SIZE);
        CHECK(!pages_map(65 * PAGE_SIZE));
        CHECK((pages_map(PAGE_SIZE)) == one + PAGE_SIZE);
        pages_unmap(one + PAGE_SIZE, PAGE_SIZE);
        pages_unmap(two, 254 * PAGE_SIZE);
        CHECK_EQ(total, 1 << 20);
        pages_unmap(one, PAGE_SIZE);
        if (chunks)
            chunk_destroy(chunks);
        CHECK_EQ(total, 0);
    }
    pages_limit(64 << 20);
    CHECK(!pages_map(0) && !pages_map(64 << 20) && !pages_map(0xffffffff));
    CHECK(!pages_map(0xfffff000) && !pages_map(0x80000000));
    refuse = 1;
    CHECK(!pages_map(1) && !pages_map(100 * PAGE_SIZE));
    CHECK_EQ(total, 0);
    refuse = 0;
    one = pages_map(100 * PAGE_SIZE);
    two = pages_map(100 * PAGE_SIZE);
    keep = 1;                   /* what the NMM does not take back still is */
    pages_unmap(one, 100 * PAGE_SIZE);
    CHECK_EQ(total, 2 * 101 * PAGE_SIZE);
    keep = 0;
}

int main(void)
{
    test_pages();
    test_limit();
    return check_done();
}
