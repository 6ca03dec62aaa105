/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/* Experiment client: see requests.h. */
#include "requests.h"

#define note ask

#include "ipc_world.h"
#include "../../bench/experiments/client.c"

static u32 calls;
static int answer;                      /* if it is not a count */

static void request_reset(void)
{
    world_reset();
    calls = 0;
}

static int call(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    CHECK(operation == IPC_COUNT && !in && !in_size && !out && !out_size);
    const int count = answer ? answer : (int)++calls;
    return ask(count, "count() -> %d", count);
}

static int query_region(u32 space, u32 base, struct region_info *info)
{
    info->region = world_region_is;
    return ask((int)world_region_is, "query_region(%x %x)", space, base);
}

static const struct service table = { call };
static const struct nmm nmm_table = { .query_region = query_region };

static void all_cases(void)
{
    REQUEST_BODY(load, 7);
    REQUEST_BODY(bind, 7);
    REQUEST_BODY(unbind, 7);
    REQUEST_BODY(unload, 7);
}

/* All that it had is gone, and not what was there before it. */
static void test_left(void)
{
    for (int left = 0; left < 3; left++) {
        request_reset();
        world_left = 1;
        world_region_is = 5;
        CHECK(set_up(7) == 0 && prepare_unload() == 0);
        body_unload();
        world_region_is = 0;
        world_node = NODE_ANOTHER;
        world_left = left;
        CHECK_EQ(check_unload(), left == 1 ? 0 : E_VERIFY);
        world_node = NODE_SOUND;
    }
    world_left = 0;
    clean();
}

int main(void)
{
    cm = &world_cm;
    gone_nmm = &nmm_table;
    service = &table;
    CHECK(init(WORLD_SELF) == 0 && self == WORLD_SELF);
    all_cases();
    answer = 1;
    all_cases();
    answer = E_UNBOUND;
    all_cases();
    answer = 0;
    test_left();
    REQUEST_BODY(load, 8);              /* another carrier than the node's */
    request_compare("tests/golden/requests/client.txt");
    return check_done();
}
