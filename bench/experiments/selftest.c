/* SPDX-License-Identifier: MIT */
/*
 * Experiment selftest: the instrument measures what is known beforehand.
 *
 *   block10 .. block10000  bodies of so many instructions: on the clock
 *                          "insn" each reads its length plus the overhead
 *   plain, planted         two bodies that differ by one instruction
 *   missing                a body without its effect: every check fails
 */
#include "../../modules/deimos.h"

/* selftest.S */
void selftest_10(void);
void selftest_11(void);
void selftest_100(void);
void selftest_1000(void);
void selftest_10000(void);
u32 selftest_runs;

#define GIVEN 4711              /* a sample that check() gives: live rows */

static u32 before;

static int set_up(u32 x)
{
    (void)x;
    return 0;
}

static int prepare(void)
{
    before = selftest_runs;
    return 0;
}

static int check(void)
{
    return selftest_runs == before + 1 ? 0 : E_VERIFY;
}

static int tear_down(void)
{
    return 0;
}

static void body_missing(void)
{
}

static int check_given(void)
{
    return GIVEN;
}

#define CASE(name_, body_, check_)                                          \
    static const struct experiment name_ = { /* ORDER as in experiment.h */ \
        set_up, prepare, body_, check_, tear_down,                          \
    };                                                                      \
    DEIMOS_INTERFACE(#name_, "experiment", name_, EXPERIMENT_METHODS)

DEIMOS_MODULE("bench_selftest", MODULE_SYSTEM);
CASE(block10, selftest_10, check);
CASE(block100, selftest_100, check);
CASE(block1000, selftest_1000, check);
CASE(block10000, selftest_10000, check);
CASE(plain, selftest_10, check);
CASE(planted, selftest_11, check);
CASE(missing, body_missing, check);
CASE(given, selftest_10, check_given);
