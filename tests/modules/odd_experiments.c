/* SPDX-License-Identifier: MIT */
/* Experiments that fail: each at another step, the third sample of a row, or
 * for good. What they were asked for last is told. */
#include "deimos.h"

enum step { NOTHING, SETUP, PREPARE, BODY, CHECK, TEARDOWN, LATE };

#define LATE_SAMPLE 3                   /* index, the cold one is 0 */

static u32 broken, samples, setups, teardowns;

static int set_up(u32 x)
{
    broken = x;
    samples = 0;
    setups++;
    return x == SETUP ? E_NOMEM : 0;
}

static int prepare(void)
{
    return broken == PREPARE ? E_BUSY : 0;
}

static void body(void)
{
    if (broken == BODY)
        __builtin_trap();
}

static int check(void)
{
    samples++;
    if (broken == LATE)
        return samples - 1 == LATE_SAMPLE ? E_VERIFY : 0;
    return broken == CHECK ? E_OWNER : 0;
}

static int tear_down(void)
{
    teardowns++;
    return broken == TEARDOWN ? E_FULL : 0;
}

static int open_pairs(void)
{
    return (int)(setups - teardowns);
}

static const struct { int (*open)(void); } told = { open_pairs };

DEIMOS_MODULE("odd_experiments", MODULE_SYSTEM);
EXPERIMENT(odd, set_up, prepare, body, check, tear_down);
DEIMOS_INTERFACE("told", "told", told, "open");
