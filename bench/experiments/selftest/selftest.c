/* SPDX-License-Identifier: MIT */
/*
 * Experiment selftest: the instrument measures what is known beforehand.
 *
 *   block10 .. block10000  bodies of so many instructions: on the clock
 *                          "insn" each reads its length plus the overhead
 *   plain, planted         two bodies that differ by one instruction
 *   missing                a body without its effect: every check fails
 *   timed                  block100, by an experiment that times itself
 */
#include "deimos.h"
#include "measure/measure.h"

/* selftest.S */
void selftest_10(void);
void selftest_11(void);
void selftest_100(void);
void selftest_1000(void);
void selftest_10000(void);
u32 selftest_ran;               /* instructions of blocks so far */

#define GIVEN 4711              /* a sample that check() gives: live rows */

static u32 before;

static int set_up(u32 x)
{
    (void)x;
    return 0;
}

static int prepare(void)
{
    before = selftest_ran;
    return 0;
}

static int has_run(u32 block)
{
    return selftest_ran == before + block ? 0 : E_VERIFY;
}

static int tear_down(void)
{
    return 0;
}

static void body_missing(void)
{
}

/* CASE: of which length the block is that its check looks for. */
#define CASE(name_, body_, block_, good_)                                   \
    static int check_##name_(void)                                          \
    {                                                                       \
        return has_run(block_) < 0 ? E_VERIFY : good_;                      \
    }                                                                       \
    EXPERIMENT(name_, set_up, prepare, body_, check_##name_, tear_down)

DEIMOS_MODULE("bench_selftest", MODULE_SYSTEM);
CASE(block10, selftest_10, 10, 0);
CASE(block100, selftest_100, 100, 0);
CASE(block1000, selftest_1000, 1000, 0);
CASE(block10000, selftest_10000, 10000, 0);
CASE(plain, selftest_10, 10, 0);
CASE(planted, selftest_11, 11, 0);
CASE(missing, body_missing, 10, 0);
CASE(given, selftest_10, 10, GIVEN);

static int sample(u32 kind, u64 *ticks)
{
    *ticks = tsc_measures[kind](selftest_100);
    return 0;
}

TIMED(timed, set_up, prepare, sample, check_block100, tear_down);
