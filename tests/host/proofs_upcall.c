/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/* The proof of experiment upcall: see proofs_ipc.c. */
#include "../../core/api/types.h"
#include "check.h"

static int note(int result, const char *format, ...)
{
    (void)format;
    return result;
}

#include "ipc_world.h"
#include "../../bench/experiments/upcall.c"

static int call(u32 operation, const void *words, u32 in_size, void *answer,
                u32 out_size)
{
    CHECK(operation == SERVICE_DATA && in_size == bytes && out_size == bytes);
    CHECK(bytes ? words == in && answer == out : !words && !answer);
    return world_serve(world_served(1), in, out, bytes);
}

static const struct service table = { call };

static void test_ways(u32 x)
{
    CHECK(set_up(x) > 0);
    for (u32 i = 0; i < 2 * FAULTS; i++) {
        way = SOUND;
        CHECK_EQ(prepare(), 0);
        CHECK(check() < 0);             /* nothing has happened yet */
        way = i % FAULTS;
        body();
        CHECK_EQ(check() == 0, way == SOUND ||
                 ((way == FIRST_STAYS || way == LAST_STAYS) && !x) ||
                 (way == BEYOND && x == IPC_BYTES));
    }
    CHECK_EQ(tear_down(), 0);
}

int main(void)
{
    cm = &world_cm;
    memory = &world_model;
    service = &table;
    for (u32 x = 0; x <= IPC_BYTES; x = x ? 8 * x : 8) {
        world_reset();
        test_ways(x);
    }
    CHECK_EQ(set_up(IPC_BYTES + 4), E_RANGE);
    CHECK_EQ(set_up(2), E_RANGE);
    return check_done();
}
