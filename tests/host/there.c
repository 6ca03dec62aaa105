/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/call/look.c core/lib/string.S */
/*
 * Whether what a caller names is there, at random: regions of each kind side by
 * side, some of them images, which come and go; compared with a map of pages.
 * What lies in the image found last is not asked of the NMM again.
 */
#include "../../core/api/graph.h"

static struct graph fake;

#define graph_copy(to_, offset_, size_) \
    __builtin_memcpy(to_, (const char *)&fake + (offset_), size_)
#define graph_word(offset_) (*(const u32 *)((const char *)&fake + (offset_)))
#include "../../modules/lib/call/there.c"

#include "check.h"
#include "random.h"

#include <string.h>

#define PAGES 64u
#define FIRST 0x1000u                   /* bytes */
#define MODULES 4u
#define NO_MEMORY (REGION_SELF_BACKED | REGION_FRAMES | REGION_SEGMENT)
#define USES (1u << GRAPH_BITS)         /* of a handle: one use */

static struct { u32 region, flags, owner; } pages[PAGES];
static u32 asked, is_paging = 1;

static int query(u32 space, u32 address, struct region_info *info)
{
    const u32 i = (address - FIRST) / PAGE_SIZE;

    CHECK_EQ(space, NMM_UPS);
    asked++;
    if (address < FIRST || i >= PAGES)
        return -24;
    u32 first = i, end = i;
    while (first > 0 && pages[first - 1].region == pages[i].region)
        first--;
    while (end < PAGES && pages[end].region == pages[i].region)
        end++;
    *info = (struct region_info){
        .region = pages[i].region, .base = FIRST + first * PAGE_SIZE,
        .size = (end - first) * PAGE_SIZE,
        .status = is_paging || pages[i].flags != REGION_SELF_BACKED ?
                  REGION_USED : REGION_INVALID,
        .flags = pages[i].flags,
        .owner = pages[i].owner };
    return (int)info->region;
}

static const struct nmm nmm = { .query_region = query };

/* Regions of 1 to 4 pages; the plain one of a module is its image, or not. */
static void any_regions(void)
{
    static const u32 kinds[] = { 0, 0, 0, REGION_SELF_BACKED, REGION_FRAMES,
                                 REGION_SEGMENT, REGION_FIXED,
                                 REGION_FRAMES | REGION_COMMON };

    memset(fake.nodes, 0, sizeof(fake.nodes));
    fake.generation += 2;
    for (u32 i = 0, region = 1; i < PAGES; region++) {
        const u32 flags = kinds[random_below(ARRAY_SIZE(kinds))];
        const u32 owner = 1 + random_below(MODULES), use = random_below(3);
        const u32 n = 1 + random_below(PAGES - i < 4 ? PAGES - i : 4);
        const int is_free = !random_below(5);
        struct graph_node *node = &fake.nodes[owner - 1];
        if (!is_free && !(flags & NO_MEMORY) && !node->handle)
            *node = (struct graph_node){ .handle = use * USES + owner,
                .base = FIRST + i * PAGE_SIZE, .size = n * PAGE_SIZE - 9 };
        const u32 image = is_free || node->base != FIRST + i * PAGE_SIZE ||
                          node->handle != use * USES + owner ? 0 : REGION_IMAGE;
        for (u32 k = 0; k < n; k++, i++) {
            pages[i].region = is_free ? 0 : region;
            pages[i].flags = is_free ? 0 : flags | image;
            pages[i].owner = is_free ? 0 : use * USES + owner;
        }
    }
}

static int is_memory(u32 at, u32 size)
{
    for (u64 page = at / PAGE_SIZE; page <= ((u64)at + size - 1) / PAGE_SIZE;
         page++) {
        const u32 i = (u32)page - FIRST / PAGE_SIZE;
        if (page < FIRST / PAGE_SIZE || i >= PAGES || !pages[i].region ||
            pages[i].flags & NO_MEMORY)
            return 0;
    }
    return 1;
}

/* In one self-backed region. */
static int is_backed(u32 at, u32 size)
{
    const u32 first = (at - FIRST) / PAGE_SIZE;
    const u64 last = ((u64)at + size - 1 - FIRST) / PAGE_SIZE;

    return at >= FIRST && first < PAGES && last < PAGES &&
           pages[first].flags == REGION_SELF_BACKED && is_paging &&
           pages[first].region == pages[last].region;
}

static void test_any(void)
{
    static const u32 sizes[] = { 1, 4, 4095, 4096, 4097, 12288, 0x7fffffff,
                                 0x80000000, 0xfffff000, 0xffffffff };
    const u32 at = random_below(8) ? FIRST + random_below(PAGES * PAGE_SIZE)
                                   : random_below(2) ? random_below(FIRST)
                                                     : 0u - random_below(9999);
    const u32 size = random_below(2) ? 1 + random_below(9000)
                                     : sizes[random_below(ARRAY_SIZE(sizes))];

    CHECK_EQ(is_there(&nmm, (void *)at, size), is_memory(at, size));
    CHECK_EQ(size && is_there_now(&nmm, (void *)at, size),
             size && (is_memory(at, size) || is_backed(at, size)));
    CHECK_EQ(is_there(&nmm, (void *)at, 0), 1);
}

/* The same again, in an image, asks nobody, until the graph has changed. */
static void test_image(void)
{
    const struct graph_node *node = &fake.nodes[random_below(MODULES)];
    if (!node->handle)
        return;
    const u32 at = node->base + random_below(node->size);
    CHECK_EQ(is_there(&nmm, (void *)at, 1), 1);
    asked = 0;
    CHECK_EQ(is_there(&nmm, (void *)node->base, node->size), 1);
    CHECK_EQ(asked, 0);
    there_region(&nmm, (void *)node->base, node->size);
    CHECK_EQ(asked, there_last.region ? 0 : 1);
    asked = 0;
    is_there(&nmm, (void *)node->base, node->size + 1);
    CHECK(asked > 0);
    fake.generation += 2;
    asked = 0;
    CHECK_EQ(is_there(&nmm, (void *)at, 1), 1);
    CHECK_EQ(asked, 1);
}

/* In which region, and in one alone. */
static void test_region(void)
{
    const u32 at = FIRST + random_below(PAGES * PAGE_SIZE);
    const u32 size = 1 + random_below(9000), first = (at - FIRST) / PAGE_SIZE;
    const u32 last = (at + size - 1 - FIRST) / PAGE_SIZE;
    const u32 region = pages[first].region;

    const int is_one = last < PAGES && pages[last].region == region;
    CHECK_EQ(there_region(&nmm, (void *)at, size), is_one ? region : 0);
    is_there(&nmm, (void *)at, size);
    CHECK_EQ(there_region(&nmm, (void *)at, size), is_one ? region : 0);
}

/* A page of the region found last asks nobody, until the graph has changed. */
static void test_backed(void)
{
    u32 i = random_below(PAGES);

    if (pages[i].flags != REGION_SELF_BACKED || !is_paging)
        return;
    const void *at = (void *)(FIRST + i * PAGE_SIZE);
    CHECK_EQ(is_there_now(&nmm, at, PAGE_SIZE), 1);
    asked = 0;
    CHECK_EQ(is_there_now(&nmm, at, PAGE_SIZE), 1);
    CHECK_EQ(asked, 0);
    fake.generation += 2;
    CHECK_EQ(is_there_now(&nmm, at, PAGE_SIZE), 1);
    CHECK(asked > 0);
}

/* On the stack nobody is asked, but beyond its page. */
static void test_stack(void)
{
    const u32 page = (u32)__builtin_frame_address(0) & ~(PAGE_SIZE - 1);

    asked = 0;
    CHECK_EQ(is_there(&nmm, (void *)page, 1), 1);
    CHECK_EQ(is_there(&nmm, (void *)(page + PAGE_SIZE - 4), 4), 1);
    CHECK_EQ(asked, 0);
    CHECK_EQ(is_there(&nmm, (void *)(page + PAGE_SIZE - 4), 5), 0);
    CHECK_EQ(is_there(&nmm, (void *)(page - 1), 2), 0);
    CHECK_EQ(asked, 2);
}

int main(void)
{
    for (u32 round = 0; round < 2000; round++) {
        any_regions();
        is_paging = random_below(4) > 0;
        for (u32 i = 0; i < 100; i++)
            test_any(), test_region();
        for (u32 i = 0; i < 10; i++)
            test_image();
        test_backed();
    }
    test_stack();
    return check_done();
}
