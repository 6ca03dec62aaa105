/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* Levels, and who is first among equals; a level goes with its thread. */
#include "../../modules/policies/priority.c"

#include "check.h"

static void test_order(void)
{
    CHECK_EQ(next(), 0);
    for (int thread = 1; thread <= 5; thread++)
        ready(thread);
    CHECK_EQ(set(4, 2), E_OK);
    CHECK_EQ(set(2, 2), E_OK);
    CHECK_EQ(set(5, -1), E_OK);
    ready(3);                           /* it is there: keeps its place */
    const int order[] = { 2, 4, 1, 3, 5, 0 };
    for (u32 i = 0; i < 6; i++)
        CHECK_EQ(next(), order[i]);
    ready(3);
    ready(1);
    ready(4);
    gone(3);
    CHECK_EQ(next(), 4);
    CHECK_EQ(next(), 1);
    CHECK_EQ(next(), 0);
}

static void test_levels(void)
{
    CHECK_EQ(set(0, 1), E_HANDLE);
    CHECK_EQ(set(-3, 1), E_HANDLE);
    gone(4);                            /* the next of that handle has none */
    ready(1);
    ready(4);
    CHECK_EQ(next(), 1);
    CHECK_EQ(next(), 4);
    gone(2), gone(5);
    for (int thread = 1; thread <= THREAD_MAX; thread++)
        CHECK_EQ(set(thread, thread), E_OK);
    CHECK_EQ(set(THREAD_MAX + 1, 1), E_FULL);
    CHECK_EQ(set(7, 1000), E_OK);
    for (int thread = 1; thread <= THREAD_MAX; thread++)
        ready(thread);
    CHECK_EQ(next(), 7);
    CHECK_EQ(next(), THREAD_MAX);
    gone(8);
    CHECK_EQ(set(THREAD_MAX + 1, 1), E_OK);
    CHECK(quantum(1) > 0);
}

int main(void)
{
    test_order();
    test_levels();
    return check_done();
}
