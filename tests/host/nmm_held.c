/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c
 * core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/* Regions that are held: which can be, and that they stay. */
#include "check.h"
#include "nmm_world.h"
#include "../../nmm/region/hold.h"

#define ALICE 0x13ff
#define BOB 0x2600

static struct region_info info;

static u32 make(u32 size, u32 flags)
{
    return (u32)CALL(ALICE, CREATE_REGION, NMM_UPS, 0, size, flags,
                     (u32)&info);
}

static void not_held(u32 owner, u32 base, u32 size)
{
    u32 handle = 7;

    CHECK_EQ(region_hold(owner, base, size, &handle), E_ADDRESS);
    CHECK_EQ(handle, 7);
}

/* The core holds a region that something lies in: a plain one of that owner's. */
static void test_held(void)
{
    const u32 region = make(3 * PAGE_SIZE, 0);
    const u32 base = info.base, size = 3 * PAGE_SIZE, odd[] = {
        REGION_FRAMES, REGION_SELF_BACKED, REGION_FRAMES | REGION_COMMON };
    u32 one = 0, two = 0;

    CHECK_EQ(region_hold(ALICE, base, size, &one), E_OK);
    CHECK_EQ(region_hold(ALICE, base + size - 1, 1, &two), E_OK);
    CHECK(one == region && two == region);
    not_held(BOB, base, size);
    not_held(ALICE, base, 0);
    not_held(ALICE, base + 1, size);
    not_held(ALICE, base, size + 1);
    not_held(ALICE, base, 0xffffffff);
    not_held(ALICE, base + size, 1);
    not_held(ALICE, 0xffffffff, 1);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_BUSY);
    region_unhold(one);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_BUSY);
    region_unhold(two);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
    region_unhold(two);                 /* nothing */
    for (u32 i = 0; i < ARRAY_SIZE(odd); i++) {
        const u32 other = make(PAGE_SIZE, odd[i]);
        not_held(ALICE, info.base, 1);
        CHECK_EQ(CALL(ALICE, DESTROY_REGION, other), E_OK);
    }
    make(PAGE_SIZE, 0);
    CHECK_EQ(region_hold(ALICE, info.base, 1, &one), E_OK);
    nmm_reclaim(ALICE);                 /* with all that she had */
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, one), E_HANDLE);
    region_unhold(one);
}

int main(void)
{
    world_start();
    const u32 digest = nmm_digest(0);
    test_held();
    check_world();
    CHECK_EQ(nmm_digest(0), digest);
    return check_done();
}
