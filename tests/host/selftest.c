/* SPDX-License-Identifier: MIT */
/* sources: bench/experiments/selftest/selftest.S core/lib/crc32.c */
/*
 * Experiment selftest is the ruler: a block has as many instructions as its
 * name says, counted here in its bytes, and each case has the block of its
 * name, and a check that no other block passes.
 */
#include "../../bench/experiments/selftest/selftest.c"

#include "check.h"

#define NOP 0x90

tsc_measure *const tsc_measures[TSC_KINDS];

/* Up to the instruction that notes it: one more. */
static u32 length_of(void (*block)(void))
{
    const u8 *code = (const u8 *)block;
    u32 count = 0;

    while (code[count] == NOP)
        count++;
    CHECK(code[count] == 0x83 || code[count] == 0x81);
    CHECK_EQ(code[count + 1], 0x05);    /* ADD to an address; RET behind it */
    CHECK_EQ(code[count + (code[count] == 0x83 ? 7 : 10)], 0xc3);
    return count + 1;
}

static u32 noted_by(void (*block)(void))
{
    selftest_ran = 7;
    block();
    return selftest_ran - 7;
}

struct row {
    const struct experiment *experiment;
    u32 length;                         /* 0: its body does nothing */
    u32 expected;                       /* by its check */
    int answer;
};

static const struct row rows[] = {
    { &experiment_block10, 10, 10, 0 },
    { &experiment_block100, 100, 100, 0 },
    { &experiment_block1000, 1000, 1000, 0 },
    { &experiment_block10000, 10000, 10000, 0 },
    { &experiment_plain, 10, 10, 0 },
    { &experiment_planted, 11, 11, 0 },
    { &experiment_missing, 0, 10, 0 },
    { &experiment_given, 10, 10, GIVEN },
};

static void test_row(const struct row *row)
{
    static const u32 sizes[] = { 0, 9, 10, 11, 100, 1000, 10000 };
    const struct experiment *e = row->experiment;

    if (row->length)
        CHECK_EQ(length_of(e->body), row->length);
    CHECK_EQ(noted_by(e->body), row->length);
    CHECK(e->setup(0) == 0 && e->teardown() == 0);
    for (u32 i = 0; i < ARRAY_SIZE(sizes); i++) {
        selftest_ran = 3 + i;
        CHECK_EQ(e->prepare(), 0);
        selftest_ran += sizes[i];
        CHECK_EQ(e->check(), sizes[i] == row->expected ? row->answer
                                                       : E_VERIFY);
    }
}

int main(void)
{
    for (u32 i = 0; i < ARRAY_SIZE(rows); i++)
        test_row(&rows[i]);
    CHECK(timed_timed.check == check_block100);
    return check_done();
}
