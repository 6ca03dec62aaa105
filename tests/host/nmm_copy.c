/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c
 * core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/* Bytes copied in the UPS: all of them, or none; and only into the region that was
 * meant, whatever lies there by now. */
#include "check.h"
#include "nmm_world.h"

#define ALICE 0x13ff
#define BOB 0x2600
#define SIZE (2 * PAGE_SIZE)
#define OLD 0x11
#define NEW 0x22

static struct region_info to, from;

static u32 make(u32 owner, u32 base, struct region_info *info)
{
    return (u32)CALL(owner, CREATE_REGION, NMM_UPS, base, SIZE,
                     base ? REGION_FIXED : 0, (u32)info);
}

static u8 *at(u32 address)
{
    return (u8 *)(memory.ups + address);
}

static s32 copy(u32 target, u32 source, u32 size, u32 region)
{
    memset(at(to.base), OLD, SIZE);
    memset(at(from.base), NEW, SIZE);
    ups_at = memory.ups;
    const s32 result = CALL(ALICE, COPY, target, source, size, region);
    ups_at = 0;
    return result;
}

static u32 count(u8 byte)
{
    u32 n = 0;

    for (u32 i = 0; i < SIZE; i++)
        n += at(to.base)[i] == byte;
    return n;
}

static void refused(u32 target, u32 source, u32 size, u32 region)
{
    CHECK_EQ(copy(target, source, size, region), E_ADDRESS);
    CHECK_EQ(count(OLD), SIZE);
}

/* Just those bytes, wherever they begin and end. */
static void test_bytes(u32 region)
{
    static const u32 sizes[] = { 1, 3, 4, 4095, 4096, 4097, SIZE - 9 };

    for (u32 i = 0; i < ARRAY_SIZE(sizes); i++)
        for (u32 offset = 0; offset < 9; offset++) {
            CHECK_EQ(copy(to.base + offset, from.base, sizes[i], region), 0);
            CHECK_EQ(count(NEW), sizes[i]);
            CHECK_EQ(at(to.base)[offset], NEW);
            CHECK_EQ(at(to.base)[offset + sizes[i] - 1], NEW);
        }
    CHECK_EQ(copy(to.base, from.base, SIZE, region), 0);
    CHECK_EQ(count(NEW), SIZE);
}

/* Nothing is everywhere. */
static void test_none(void)
{
    CHECK_EQ(copy(0, 0, 0, 0), 0);
    CHECK_EQ(copy(1, 1, 0, 4711), 0);
    CHECK_EQ(count(OLD), SIZE);
}

static void test_nowhere(void)
{
    user_gap = to.base + PAGE_SIZE;
    refused(to.base, from.base, PAGE_SIZE + 1, 0);
    CHECK_EQ(copy(to.base, from.base, PAGE_SIZE, 0), 0);
    refused(to.base + 1, from.base, PAGE_SIZE, 0);
    user_gap = from.base + PAGE_SIZE;
    refused(to.base, from.base, PAGE_SIZE + 1, 0);
    CHECK_EQ(copy(to.base, from.base, PAGE_SIZE, 0), 0);
    user_gap = identity.ups_size;       /* the managers' */
    refused(user_gap, from.base, 1, 0);
    user_gap = 0;
}

/* Of another space, with the same addresses. */
static void test_space(u32 region)
{
    struct segment_info segment;
    struct region_info info;
    const u32 space = (u32)CALL(ALICE, CREATE_SEGMENT, to.base + SIZE,
                                LOCAL_DATA, 1, (u32)&segment);
    const s32 there = CALL(ALICE, CREATE_REGION, space, to.base, SIZE,
                           REGION_FIXED, (u32)&info);

    CHECK(there > 0 && info.base == to.base);
    refused(to.base, from.base, 1, (u32)there);
    CHECK_EQ(copy(to.base, from.base, 1, region), 0);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, (u32)there), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_SEGMENT, space), E_OK);
}

/* Another region, its edges, and one of a window. */
static void test_region(u32 region, u32 other)
{
    const u32 space = (u32)CALL(ALICE, CREATE_TABLE, NMM_WINDOW_BASE, 1 << 22);
    const u32 virtual = (u32)CALL(ALICE, CREATE_REGION, space, 0, SIZE,
                                  REGION_SELF_BACKED, 0);

    refused(to.base, from.base, 1, other);
    refused(to.base, from.base, 1, virtual);
    refused(to.base, from.base, 1, region + 0x10000);
    refused(to.base, from.base, SIZE + 1, region);
    refused(to.base + SIZE - 1, from.base, 2, region);
    refused(to.base + 1, from.base, 0xffffffff, region);
    CHECK_EQ(copy(to.base + SIZE - 1, from.base, 1, region), 0);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
}

/* Its place is Bob's by now. */
static void test_gone(u32 region)
{
    const u32 base = to.base;

    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
    user_gap = base;
    refused(base, from.base, 4, 0);
    user_gap = 0;
    const u32 bobs = make(BOB, base, &to);
    CHECK((s32)bobs > 0 && to.base == base);
    refused(base, from.base, 4, region);
    CHECK_EQ(copy(base, from.base, 4, bobs), 0);
    CHECK_EQ(copy(base, from.base, 4, 0), 0);
    CHECK_EQ(CALL(BOB, DESTROY_REGION, bobs), E_OK);
}

int main(void)
{
    world_start();
    const u32 digest = nmm_digest(0);
    const u32 region = make(ALICE, 0, &to), other = make(ALICE, 0, &from);
    test_bytes(0);
    test_bytes(region);
    test_none();
    test_nowhere();
    test_region(region, other);
    test_space(region);
    test_gone(region);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, other), E_OK);
    check_world();
    CHECK_EQ(nmm_digest(0), digest);
    return check_done();
}
