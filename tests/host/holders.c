/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* Tables of holders: a binding's own entries and no others; what is released
 * is told once, when the entry is free; full, or made to fail, is E_FULL. */
#define HARD
#include "../../core/base/holders.c"

#include "check.h"

struct hard hard = { .left = HARD_NEVER };

#define COUNT 4

static struct holder list[COUNT];
static u32 told, sum;           /* releases; the sum of what was held */

static void release(u32 i, const struct holder *old);
static const struct holders table = { list, COUNT, release };

static void release(u32 i, const struct holder *old)
{
    CHECK_EQ(list[i].binding, 0);
    told++;
    sum += old->what;
}

static int add(u32 binding, u32 client, u32 what)
{
    return holders_add(&table, &(struct holder){ binding, client, what,
                                                 what * 16 });
}

static void test_entries(void)
{
    const u32 empty = holders_digest(&table, 0);

    CHECK_EQ(add(7, 70, 1), 0);
    CHECK_EQ(add(8, 80, 2), 1);
    CHECK_EQ(add(7, 70, 3), 2);
    CHECK_EQ(holders_find(&table, 7, 3), 2);
    CHECK_EQ(holders_find(&table, 8, 3), E_OWNER);
    CHECK_EQ(holders_find(&table, 7, 2), E_OWNER);
    CHECK(holders_has(&table, 2) && !holders_has(&table, 0));
    CHECK_EQ(holders_entered(&table, 70), 2);
    CHECK_EQ(holders_entered(&table, 0), 0);    /* of free entries */
    CHECK(holders_digest(&table, 0) != empty);
    holders_released(&table, 9);
    CHECK_EQ(told, 0);
    holders_released(&table, 7);
    CHECK(told == 2 && sum == 4);
    CHECK_EQ(holders_find(&table, 8, 2), 1);
    CHECK_EQ(add(9, 90, 5), 0);                 /* the lowest that is free */
    holders_free(&table, 0);
    CHECK(told == 3 && sum == 9);
    holders_released(&table, 8);
    CHECK_EQ(holders_digest(&table, 0), empty);
}

static void test_full(void)
{
    for (u32 i = 0; i < COUNT; i++)
        CHECK_EQ(add(1, 10, i), (int)i);
    CHECK_EQ(add(2, 20, 9), E_FULL);
    CHECK_EQ(holders_entered(&table, 10), COUNT);
    holders_free(&table, 2);
    hard = (struct hard){ .left = 0 };
    CHECK_EQ(add(2, 20, 9), E_FULL);
    CHECK(hard.count == 1 && !holders_has(&table, 9));
    CHECK_EQ(add(2, 20, 9), 2);
}

int main(void)
{
    test_entries();
    test_full();
    return check_done();
}
