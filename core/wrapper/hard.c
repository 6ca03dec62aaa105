/* SPDX-License-Identifier: MIT */
/*
 * Wrapper "hard", in HARD builds only: the tests' hand on the allocators.
 *
 *     fail_after(n)   the n-th allocation from now (0: the next) fails;
 *                     a negative n: none does. Nothing is counted yet.
 *     count()         how many there were since, with the one that failed
 */
#include "../base/hard.h"

#include "../api/error.h"
#include "../gate/wrapper.h"

struct hard hard = { .left = HARD_NEVER };

static u32 GATE_METHOD fail_after(struct gate_call *call,
                                  struct gate *gate)
{
    const s32 n = (s32)call->arg[0];

    (void)gate;
    hard = (struct hard){ .left = n < 0 ? HARD_NEVER : (u32)n };
    return E_OK;
}

static u32 GATE_METHOD count(struct gate_call *call, struct gate *gate)
{
    (void)call;
    (void)gate;
    return hard.count;
}

static gate_method *const table[] = { fail_after, count };

const struct wrapper hard_wrapper = {
    .name = "hard", .methods = "fail_after count",
    .table = table, .count = ARRAY_SIZE(table),
};
