/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S */
/*
 * The proof of experiment ipc: each word comes back changed and none beyond them,
 * and the server was called once, with that many bytes. Whatever is missing
 * decides, for each x.
 */
#include "../../core/api/types.h"
#include "check.h"

static int note(int result, const char *format, ...)
{
    (void)format;
    return result;
}

#include "ipc_world.h"
#include "../../bench/experiments/ipc/ipc.c"

int ipc_witness(u32 operation, const void *in, u32 in_size, void *out,
                u32 out_size)
{
    return behind->call(operation, in, in_size, out, out_size);
}

/* What cannot go wrong with no byte, or with all. */
static int is_sound(u32 x)
{
    return way == SOUND || ((way == FIRST_STAYS || way == LAST_STAYS) && !x) ||
           (way == BEYOND && x == IPC_BYTES);
}

static void test_ways(u32 x)
{
    u64 ticks = 0;

    bytes = x;
    for (u32 i = 0; i < 2 * FAULTS; i++) {
        way = SOUND;
        CHECK_EQ(prepare(), 0);
        CHECK(check() < 0);             /* nothing has happened yet */
        way = i % FAULTS;
        CHECK_EQ(sample(1, &ticks), 0);
        CHECK_EQ(check() == 0, is_sound(x));
    }
    CHECK_EQ(ticks, 77);
}

/* The sample before this one is no proof of it. */
static void test_stale(u32 x)
{
    static struct ipc_request old;
    u64 ticks;

    bytes = x;
    way = SOUND;
    CHECK(prepare() == 0 && sample(1, &ticks) == 0 && check() == 0);
    old = request;
    CHECK_EQ(prepare(), 0);
    request = old;
    CHECK(check() < 0);
}

/* Regions by their base; of any other address, none is known. */
static u32 own_region, its_region;

static int query_region(u32 space, u32 base, struct region_info *info)
{
    CHECK_EQ(space, NMM_UPS);
    info->region = base == WORLD_AT ? its_region : own_region;
    return (int)info->region;
}

static const struct nmm regions = { .query_region = query_region };

/* Another thread has served, in this sample; and all else is as of `call`. */
static void test_send(u32 x)
{
    u64 ticks;

    bytes = x;
    for (u32 i = 0; i < FAULTS * 3 * 3 * 2; i++) {
        way = SOUND;
        ipc_seen = WORLD_AT;
        own_region = i % 3;
        its_region = i / 3 % 3;
        CHECK(prepare_send() == 0 && check_send() < 0 && !ipc_seen);
        ipc_seen = i / 9 % 2 ? WORLD_AT : 0;
        way = i / 18;
        CHECK_EQ(sample(1, &ticks), 0);
        CHECK_EQ(check_send() == 0, is_sound(x) && ipc_seen && own_region &&
                 its_region && its_region != own_region);
    }
}

/* With a region: what is changed is changed there, and the region comes back. */
static void test_grant(u32 x)
{
    u64 ticks;

    bytes = x;
    region = WORLD_REGION;
    for (u32 i = 0; i < 2 * FAULTS_OF_GRANT; i++) {
        way = SOUND;
        world_taken = world_given;
        CHECK(prepare_grant() == 0 && check_grant() < 0);
        way = i % FAULTS_OF_GRANT;
        CHECK_EQ(sample(1, &ticks), 0);
        CHECK_EQ(check_grant() == 0, is_sound(x));
    }
    way = SOUND;
    world_taken = world_given;
    CHECK(prepare_grant() == 0 && sample(1, &ticks) == 0);
    CHECK_EQ(prepare_grant(), 0);
    CHECK(check_grant() < 0);           /* of the sample before */
    region = 0;
    bytes = 0;
    CHECK(prepare_grant() == 0 && sample(1, &ticks) == 0 && check_grant() == 0);
}

static void test_range(void)
{
    CHECK_EQ(set_up_call(IPC_BYTES + 4), E_RANGE);
    CHECK_EQ(set_up_send(IPC_BYTES + 1), E_RANGE);
    CHECK_EQ(set_up_call(2), E_RANGE);
    CHECK_EQ(set_up_grant(IPC_BYTES + 4), E_RANGE);
}

/* The program in a space is the module of that name which its model carries
 * there, and no other. */
static void test_find(void)
{
    world_spaces = 3;
    world_modules = 12;
    for (world_node = 0; world_node < NODE_WAYS; world_node++)
        CHECK_EQ(program_find(3, "ipc_caller"),
                 world_node == NODE_SOUND ? 12 : E_VERIFY);
    world_node = NODE_SOUND;
    world_modules = (u32)E_NOTFOUND;
    CHECK_EQ(program_find(3, "ipc_caller"), E_NOT_APPLICABLE);
    world_modules = (u32)E_GONE;
    CHECK_EQ(program_find(3, "ipc_caller"), E_GONE);
    world_reset();
}

int main(void)
{
    cm = &world_cm;
    memory = peer = &world_model;
    control = &world_binding;
    nmm = &regions;
    world_reset();
    caller = (struct program){ 1, 11, WORLD_AT };
    server = (struct program){ 2, 12, WORLD_AT };
    for (u32 x = 0; x <= IPC_BYTES; x = x ? 8 * x : 8) {
        test_ways(x);
        test_stale(x);
        test_send(x);
        if (x)
            test_grant(x);
    }
    test_ways(IPC_BYTES);
    test_range();
    test_find();
    return check_done();
}
