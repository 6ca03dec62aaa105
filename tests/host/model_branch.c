/* SPDX-License-Identifier: MIT */
/* sources: bench/model/branch.c bench/model/sets.c */
/*
 * The branch target buffer. Facts: Agner Fog, How to optimize for the Pentium
 * family, 2000, 22.1.
 */
#include "../../bench/model/branch.h"

#include <string.h>

#include "model_processor.h"

#define FROM 0x1000u
#define TO 0x2000u

static struct branch branch;
static struct table table;

static void start(u32 entries)
{
    memset(&table, 0, sizeof(table));
    table.clocks[FIGURE_btb_entries] = entries;
    table.clocks[FIGURE_btb_ways] = 4;
    table.clocks[FIGURE_pseudo_lru] = 1;
    branch_create(&branch, &table);
}

/* T: taken, N: not; the number that was predicted wrong. */
static u32 wrong(const char *turns)
{
    u32 count = 0;

    for (; *turns; turns++)
        count += !branch_went(&branch, FROM, *turns == 'T', TO);
    return count;
}

static void by_hand(void)
{
    start(256);
    CHECK_EQ(wrong("NNN"), 0);          /* not there: not taken */
    CHECK_EQ(sets_find(&branch.targets, FROM), SETS_NONE);
    CHECK_EQ(wrong("T"), 1);            /* comes in, as strongly taken: 3 */
    CHECK_EQ(wrong("TTT"), 0);
    CHECK_EQ(wrong("N"), 1);            /* 2 */
    CHECK_EQ(wrong("T"), 0);            /* 3: a loop's end is not held against it */
    CHECK_EQ(wrong("NN"), 2);           /* 2, 1 */
    CHECK_EQ(wrong("NN"), 0);           /* 0, and 0 it stays */
    CHECK_EQ(wrong("T"), 1);            /* 0 is as if it were not there: 3 */
    CHECK_EQ(wrong("T"), 0);
    CHECK_EQ(wrong("NN"), 2);           /* 1 */
    CHECK_EQ(wrong("T"), 1);            /* 2 */
    CHECK_EQ(wrong("N"), 1);            /* 1 */
    CHECK_EQ(wrong("N"), 0);
}

/* One that mostly falls through is wrong three times as often. */
static void asymmetric(void)
{
    start(256);
    wrong("TTTTT");
    CHECK_EQ(wrong("TTTTNTTTTNTTTTNTTTTN"), 4);
    start(256);
    CHECK_EQ(wrong("NNNNTNNNNTNNNNTNNNNTNNNN"), 12);
    start(256);
    wrong("T");
    CHECK_EQ(wrong("NTNTNTNT"), 4);
}

/* A return goes to where it went last. */
static void targets(void)
{
    start(256);
    CHECK(!branch_went(&branch, FROM, 1, TO));
    CHECK(branch_went(&branch, FROM, 1, TO));
    for (u32 i = 0; i < 4; i++) {
        CHECK(!branch_went(&branch, FROM, 1, TO + 4));
        CHECK(!branch_went(&branch, FROM, 1, TO));
    }
    CHECK(branch_went(&branch, FROM, 1, TO));
}

/* Five of one set of four ways; four stay. */
static void capacity(void)
{
    start(256);
    for (u32 i = 0; i < 4; i++)
        CHECK(!branch_went(&branch, FROM + i * 64, 1, TO));
    for (u32 i = 0; i < 4; i++)
        CHECK(branch_went(&branch, FROM + i * 64, 1, TO));
    CHECK(!branch_went(&branch, FROM + 4 * 64, 1, TO));
    /* Used in order 0 1 2 3, with the tree: 0 had to go, and is new again. */
    CHECK(!branch_went(&branch, FROM, 1, TO));
    /* One that is used stays: not the first but the third goes, by the tree. */
    start(4);
    for (u32 i = 0; i < 4; i++)
        branch_went(&branch, i, 1, TO);
    CHECK(branch_went(&branch, 0, 1, TO));
    CHECK(!branch_went(&branch, 4, 1, TO));
    CHECK(branch_went(&branch, 0, 1, TO));
    CHECK_EQ(sets_find(&branch.targets, 2), SETS_NONE);
    /* It has not what the one before it in that place had learned: 1. */
    start(4);
    branch_went(&branch, 0, 1, TO);
    branch_went(&branch, 0, 0, 0);
    branch_went(&branch, 0, 0, 0);
    for (u32 i = 1; i < 5; i++)
        CHECK(!branch_went(&branch, i, 1, TO));
    CHECK(!branch_went(&branch, 4, 0, 0));      /* 3: 2 */
    CHECK(branch_went(&branch, 4, 1, TO));
}

static void at_random(void)
{
    u32 seed = 1, to[32] = { 0 };
    int state[32] = { 0 };

    start(256);
    for (u32 i = 0; i < 30000; i++) {
        const u32 n = draw(&seed, 32), where = TO + draw(&seed, 2);
        const int goes = draw(&seed, 3) < 2;
        const int expected = state[n] < 2 ? !goes : goes && to[n] == where;
        CHECK_EQ(branch_went(&branch, FROM + n, goes, where), expected);
        if (goes) {
            state[n] = state[n] == 0 || state[n] == 3 ? 3 : state[n] + 1;
            to[n] = where;
        } else if (state[n]) {
            state[n]--;
        }
    }
}

int main(void)
{
    by_hand();
    asymmetric();
    targets();
    capacity();
    at_random();
    start(0);                           /* i486: its clocks say it */
    CHECK_EQ(wrong("TNTN"), 0);
    return check_done();
}
