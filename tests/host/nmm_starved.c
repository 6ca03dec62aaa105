/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c core/lib/crc32.c core/wrapper/hard.c */
/* flags: -m32 -no-pie -DNMM_HOST -DHARD */
/*
 * Each allocation of a method fails in turn, as in HARD builds: an error that
 * says so, and nothing has changed; in the end it works.
 */
#include "check.h"
#include "nmm_world.h"

#include "../../core/base/hard.h"

#define ALICE 0x13ff
#define WINDOW NMM_WINDOW_BASE

static struct region_info info;

static u32 make(u32 space, u32 size, u32 flags)
{
    s32 region = CALL(ALICE, CREATE_REGION, space, 0, size, flags,
                      (u32)&info);

    CHECK(region > 0);
    return (u32)region;
}

/* `least`: how many allocations there are to fail, or more. */
static u32 starve(u32 least, enum method method, const u32 *arg)
{
    u32 digest = nmm_digest(0), owned = world_owned(ALICE), failures = 0;
    s32 result;

    for (;; failures++) {
        hard.left = failures;
        result = call(ALICE, method, arg);
        hard.left = HARD_NEVER;
        if (result >= 0)
            break;
        CHECK(result == E_FULL || result == E_NOMEM);
        CHECK_EQ(world_owned(ALICE), owned);
        if (reverse_kind != REVERSE_CHAIN)  /* that may keep its frames */
            CHECK_EQ(nmm_digest(0), digest);
        check_world();
    }
    CHECK(failures >= least);
    return (u32)result;
}

#define STARVE(least, method, ...) \
    starve(least, method, (const u32[GATE_ARGS]){ __VA_ARGS__ })

static void run(void)
{
    u32 space = STARVE(2, CREATE_TABLE, WINDOW, 4 * TABLE_SPAN);
    u32 plain = STARVE(1, CREATE_REGION, NMM_UPS, 0, 3 * PAGE_SIZE, 0, 0);
    u32 backed = STARVE(4, CREATE_REGION, space, 0, 3 * PAGE_SIZE, 0, 0);

    STARVE(1, SHARE, plain, space, WINDOW + TABLE_SPAN, 0);
    make(NMM_UPS, PAGE_SIZE, REGION_FRAMES);
    STARVE(1, CREATE_MAPPING, space, WINDOW + 2 * TABLE_SPAN,
           info.frame | MAP_PRESENT);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backed), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, plain), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, plain), E_OK);
    nmm_reclaim(ALICE);
}

/* A map that is full takes no region more. */
static void run_full(void)
{
    u32 space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, 16 * TABLE_SPAN);

    for (u32 i = 0; i < SPACE_REGIONS; i++)
        make(space, PAGE_SIZE, REGION_SELF_BACKED);
    u32 digest = nmm_digest(0);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, space, 0, PAGE_SIZE,
                  REGION_SELF_BACKED, 0), E_FULL);
    CHECK_EQ(nmm_digest(0), digest);
    CHECK_EQ(space_find(space)->map.count, SPACE_REGIONS);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
}

int main(void)
{
    world_start();
    u32 digest = nmm_digest(0);

    run_full();
    for (u32 kind = REVERSE_SCAN; kind <= REVERSE_CHAIN; kind++) {
        CHECK(CALL(ALICE, STRUCTURE, kind) >= 0);
        run();
        CHECK(CALL(ALICE, STRUCTURE, REVERSE_SCAN) >= 0);
        CHECK_EQ(nmm_digest(0), digest);
    }
    return check_done();
}
