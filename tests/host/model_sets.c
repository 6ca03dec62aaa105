/* SPDX-License-Identifier: MIT */
/* sources: bench/model/sets.c */
/*
 * Sets of a TLB or a cache, against a naive one that writes down when each way was
 * used last. By true age the oldest way goes. The tree of three bits (Intel486
 * manual, section on the cache's LRU bits) points at the pair whose last use is
 * older, and in it at the way that was used longer ago.
 */
#include "../../bench/model/sets.h"

#include "model_processor.h"

#define WAYS 8
#define SETS 4

static struct {
    u32 key, used;              /* used 0: empty */
} naive[SETS][WAYS];
static u32 now, ways, tree;
static struct sets sets;

static u32 older(u32 set, u32 a, u32 b)
{
    return naive[set][a].used <= naive[set][b].used ? a : b;
}

static u32 younger(u32 set, u32 a, u32 b)
{
    return older(set, a, b) == a ? b : a;
}

static u32 victim(u32 set)
{
    u32 way = 0;

    for (u32 i = 0; i < ways; i++)
        if (!naive[set][i].used)
            return i;
    if (tree) {
        const u32 left = younger(set, 0, 1), right = younger(set, 2, 3);
        return older(set, left, right) == left ? older(set, 0, 1) :
                                                 older(set, 2, 3);
    }
    for (u32 i = 1; i < ways; i++)
        way = older(set, way, i);
    return way;
}

static int naive_touch(u32 set, u32 key)
{
    for (u32 i = 0; i < ways; i++)
        if (naive[set][i].used && naive[set][i].key == key) {
            naive[set][i].used = ++now;
            return 1;
        }
    const u32 way = victim(set);
    naive[set][way].key = key;
    naive[set][way].used = ++now;
    return 0;
}

static int naive_drop(u32 set, u32 key)
{
    for (u32 i = 0; i < ways; i++)
        if (naive[set][i].used && naive[set][i].key == key) {
            naive[set][i].used = 0;
            return 1;
        }
    return 0;
}

static void start(u32 how_many, u32 by_tree)
{
    ways = how_many;
    tree = by_tree;
    now = 0;
    for (u32 i = 0; i < SETS * WAYS; i++)
        naive[i / WAYS][i % WAYS].used = 0;
    sets_create(&sets, SETS * ways, ways, (int)by_tree);
}

static void at_random(u32 how_many, u32 by_tree)
{
    u32 seed = how_many;

    start(how_many, by_tree);
    for (u32 i = 0; i < 20000; i++) {
        const u32 key = draw(&seed, SETS * ways * 2), what = draw(&seed, 100);
        if (what < 5) {
            CHECK_EQ(sets_find(&sets, key) != SETS_NONE,
                     naive_drop(key % SETS, key));
            sets_drop(&sets, key);
            CHECK_EQ(sets_find(&sets, key), SETS_NONE);
        } else if (what == 5 && i % 7 == 0) {
            sets_flush(&sets);
            for (u32 j = 0; j < SETS * WAYS; j++)
                naive[j / WAYS][j % WAYS].used = 0;
        } else {
            CHECK_EQ(sets_touch(&sets, key), naive_touch(key % SETS, key));
            CHECK_EQ(sets_find(&sets, key) % ways < ways, 1);
        }
    }
}

/* Keys of one set, in order of their places; then one is used and one comes in. */
static void by_hand(u32 by_tree, u32 gone)
{
    static const u32 keys[] = { 0, 4, 8, 12 };

    start(4, by_tree);
    for (u32 i = 0; i < ARRAY_SIZE(keys); i++) {
        CHECK(!sets_touch(&sets, keys[i]));
        CHECK_EQ(sets_find(&sets, keys[i]), i);
    }
    CHECK(sets_hit(&sets, 0));
    CHECK(!sets_hit(&sets, 16));
    CHECK_EQ(sets_find(&sets, 16), SETS_NONE);
    CHECK(!sets_touch(&sets, 16));
    for (u32 i = 0; i < ARRAY_SIZE(keys); i++)
        CHECK_EQ(sets_find(&sets, keys[i]) == SETS_NONE, keys[i] == gone);
}

/* In another set nothing goes. */
static void apart(void)
{
    start(1, 0);
    for (u32 key = 0; key < SETS; key++)
        sets_touch(&sets, key);
    CHECK(!sets_touch(&sets, SETS + 1));
    CHECK(sets_hit(&sets, 0) && sets_hit(&sets, 2) && sets_hit(&sets, 3));
    CHECK_EQ(sets_find(&sets, 1), SETS_NONE);
}

static void none(u32 entries, u32 how_many)
{
    sets_create(&sets, entries, how_many, 1);
    for (u32 i = 0; i < 3; i++)
        CHECK(!sets_touch(&sets, 7));
    CHECK_EQ(sets_find(&sets, SETS_NONE), SETS_NONE);
    CHECK(!sets_hit(&sets, 7));
    sets_drop(&sets, 7);
    sets_flush(&sets);
}

int main(void)
{
    for (u32 i = 1; i <= WAYS; i++)
        at_random(i, 0);
    at_random(4, 1);
    by_hand(0, 4);              /* 0 was used: 4 is the oldest */
    by_hand(1, 8);              /* 0 points to the right, 12 to 8 there */
    /* Bits are for four ways: others go by age. */
    sets_create(&sets, 8, 2, 1);
    CHECK(!sets.tree);
    apart();
    none(0, 4);
    none(0, 0);
    return check_done();
}
