/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * Nodes of chains: each is in one frame's chain or on the free list, of all pages
 * that the pool gave; a trim gives back pages that nobody uses, and nothing else.
 */
#include "../../nmm/reverse/chain.c"

#include "check.h"
#include "random.h"

#define POOL 6u
#define FRAMES 32u
#define LINKS 512u

static struct frame_page {
    u32 words[PAGE_SIZE / 4];
} pool[POOL] __attribute__((aligned(PAGE_SIZE)));

static int is_out[POOL];

void *pool_create(void)
{
    for (u32 i = 0; i < POOL; i++)
        if (!is_out[i]) {
            is_out[i] = 1;
            return &pool[i];
        }
    return NULL;
}

void pool_destroy(void *frame)
{
    const u32 i = (u32)((struct frame_page *)frame - pool);

    CHECK(i < POOL && is_out[i]);
    is_out[i] = 0;
}

static u32 pages_out(void)
{
    u32 n = 0;

    for (u32 i = 0; i < POOL; i++)
        n += (u32)is_out[i];
    return n;
}

static struct frame frames[FRAMES];
static u32 where[FRAMES][LINKS], links[FRAMES], all_links;

/* In use, by the page of the pool that the nodes lie in. */
static u32 used[POOL];

static void count(const struct chain_node *list, u32 most, u32 *by_page)
{
    for (u32 n = 0; list; list = list->next, n++) {
        const u32 i = (u32)((const struct frame_page *)
                            ((u32)list & ENTRY_FRAME) - pool);

        CHECK(n < most && i < POOL && is_out[i]);
        CHECK((u32)list & (PAGE_SIZE - 1));     /* not the page's own link */
        by_page[i]++;
    }
}

/* Every node is somewhere, once. */
static void check_nodes(void)
{
    u32 unused[POOL] = { 0 };

    for (u32 i = 0; i < POOL; i++)
        used[i] = 0;
    for (u32 i = 0; i < FRAMES; i++)
        count(frames[i].chain, links[i], used);
    count(chain_free, POOL * NODES, unused);
    for (u32 i = 0; i < POOL; i++)
        CHECK_EQ(used[i] + unused[i], is_out[i] ? NODES : 0);
    CHECK_EQ(chain_pages(), pages_out());
}

static void add(u32 slot)
{
    const u32 page = random_below(0x100000) << PAGE_SHIFT | random_below(4);

    if (links[slot] == LINKS || chain_reserve(1) != E_OK)
        return;
    chain_add(&frames[slot], page);
    where[slot][links[slot]++] = page;
    all_links++;
}

static void take_out(u32 slot)
{
    if (!links[slot])
        return;
    const u32 i = random_below(links[slot]);
    chain_remove(&frames[slot], where[slot][i]);
    where[slot][i] = where[slot][--links[slot]];
    all_links--;
}

static void test_trim(void)
{
    u32 kept = 0;

    check_nodes();
    chain_trim();
    for (u32 i = 0; i < POOL; i++)
        kept += used[i] != 0;
    CHECK_EQ(pages_out(), kept);
    check_nodes();
}

static void test_lowest(u32 slot)
{
    const u32 space = random_below(4);
    u32 lowest = PHYS_NOT_MAPPED;

    for (u32 i = 0; i < links[slot]; i++) {
        const u32 page = where[slot][i] & ENTRY_FRAME;

        if ((where[slot][i] & ~ENTRY_FRAME) == space &&
            (lowest == PHYS_NOT_MAPPED || page < lowest))
            lowest = page;
    }
    CHECK_EQ(chain_find(&frames[slot], space), lowest);
}

/* The number of links goes up and down: pages fill, and empty again. */
static void test_random(void)
{
    for (u32 step = 0; step < 30000; step++) {
        const u32 slot = random_below(FRAMES);

        if (random_below(4000) < step % 4000)
            take_out(slot);
        else
            add(slot);
        if (step % 100 == 0)
            test_lowest(slot);
        if (step % 500 == 499)
            test_trim();
    }
}

/* So many and not one more page, and of what is there nothing is lost. */
static void test_reserve(void)
{
    CHECK_EQ(all_links, 0);
    chain_trim();
    CHECK_EQ(pages_out(), 0);
    CHECK(!chain_free);
    for (u32 n = 0; n <= 2 * NODES + 1; n++) {
        CHECK_EQ(chain_reserve(n), E_OK);
        CHECK_EQ(pages_out(), (n + NODES - 1) / NODES);
    }
    CHECK_EQ(chain_reserve(POOL * NODES), E_OK);
    check_nodes();
    CHECK_EQ(chain_reserve(POOL * NODES + 1), E_NOMEM);
    check_nodes();
    chain_drop();
    CHECK_EQ(chain_pages(), 0);
    CHECK_EQ(pages_out(), 0);
    CHECK(!chain_free);
    CHECK_EQ(chain_reserve(1), E_OK);
    check_nodes();
}

/* One node in use holds its page, and all others of it stay free. */
static void test_one(void)
{
    for (u32 kept = 0; kept < 3; kept++) {
        chain_drop();
        frames[0] = (struct frame){ 0 };
        CHECK_EQ(chain_reserve(2 * NODES), E_OK);
        for (u32 i = 0; i <= NODES; i++)
            chain_add(&frames[0], i << PAGE_SHIFT);
        for (u32 i = 0; i < NODES; i++)
            chain_remove(&frames[0], i << PAGE_SHIFT);
        links[0] = 1;
        test_trim();
        CHECK_EQ(pages_out(), 1);
        chain_remove(&frames[0], NODES << PAGE_SHIFT);
        links[0] = 0;
    }
}

int main(void)
{
    test_random();
    for (u32 i = 0; i < FRAMES; i++)
        while (links[i])
            take_out(i);
    test_reserve();
    test_one();
    return check_done();
}
