/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c
 * core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/* Regions given to another module: which can be, to whom, and whose they are
 * from then on. */
#include "check.h"
#include "nmm_world.h"
#include "../../nmm/region/hold.h"

#define ALICE 0x13ff
#define BOB 0x2600
#define SIZE (3 * PAGE_SIZE)

static struct region_info info;

static u32 make(u32 flags)
{
    return (u32)CALL(ALICE, CREATE_REGION, NMM_UPS, 0, SIZE, flags,
                     (u32)&info);
}

static u32 owner_of(u32 base)
{
    struct region_info found;

    CALL(BOB, QUERY_REGION, NMM_UPS, base, (u32)&found);
    return found.owner;
}

/* Refused, and nothing has changed. */
static void refused(u32 caller, u32 region, u32 to, s32 error)
{
    const u32 digest = nmm_digest(0);

    CHECK_EQ(CALL(caller, GIVE, region, to), error);
    CHECK_EQ(nmm_digest(0), digest);
    check_world();
}

static void test_given(u32 flags)
{
    const u32 region = make(flags), base = info.base;

    CHECK_EQ(CALL(ALICE, GIVE, region, BOB), E_OK);
    check_world();
    CHECK_EQ(owner_of(base), BOB);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OWNER);
    refused(ALICE, region, BOB, E_OWNER);
    nmm_reclaim(ALICE);                 /* it is not hers any more */
    CHECK_EQ(owner_of(base), BOB);
    CHECK_EQ(CALL(BOB, GIVE, region, BOB), E_OK);
    CHECK_EQ(CALL(BOB, GIVE, region, ALICE), E_OK);
    CHECK_EQ(CALL(ALICE, GIVE, region, BOB), E_OK);
    nmm_reclaim(BOB);
    CHECK_EQ(CALL(BOB, DESTROY_REGION, region), E_HANDLE);
    check_world();
}

/* What is in a plain one stays. */
static void test_contents(void)
{
    const u32 region = make(0);
    u8 *at = (u8 *)(memory.ups + info.base);

    memset(at, 0x5a, SIZE);
    CHECK_EQ(CALL(ALICE, GIVE, region, BOB), E_OK);
    for (u32 i = 0; i < SIZE; i++)
        CHECK_EQ(at[i], 0x5a);
    CHECK_EQ(CALL(BOB, DESTROY_REGION, region), E_OK);
}

static void test_whom(void)
{
    const u32 region = make(0), nobody = 0x3003;

    refused(ALICE, region, nobody, E_HANDLE);
    refused(ALICE, region, 0, E_HANDLE);
    refused(ALICE, region, BOB + 0x10000, E_HANDLE);    /* a stale handle */
    refused(ALICE, region + 1, BOB, E_HANDLE);
    refused(BOB, region, BOB, E_OWNER);
    graph_set(nobody, NODE_DEAD, PAGE_SIZE);
    refused(ALICE, region, nobody, E_HANDLE);
    graph_set(nobody, NODE_GONE, PAGE_SIZE);
    refused(ALICE, region, nobody, E_HANDLE);
    graph_set(nobody, NODE_LIVE, 0);    /* of the core */
    refused(ALICE, region, nobody, E_HANDLE);
    graph_set(nobody, NODE_DRAINING, PAGE_SIZE);
    CHECK_EQ(CALL(ALICE, GIVE, region, nobody), E_OK);
    CHECK_EQ(owner_of(info.base), nobody);
    nmm_reclaim(nobody);
}

static void test_kinds(void)
{
    static const u32 odd[] = { REGION_FRAMES, REGION_FRAMES | REGION_COMMON };

    for (u32 i = 0; i < ARRAY_SIZE(odd); i++) {
        const u32 region = make(odd[i]);
        refused(ALICE, region, BOB, E_INVALID);
        CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
    }
    const u32 image = make(0);
    region_of(image)->flags |= REGION_IMAGE;
    refused(ALICE, image, BOB, E_INVALID);
    region_of(image)->flags &= (u16)~REGION_IMAGE;
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, image), E_OK);
}

/* Of a space of hers, backed or not, and its share of another. */
static void test_window(void)
{
    const u32 base = NMM_WINDOW_BASE;
    const u32 space = (u32)CALL(ALICE, CREATE_TABLE, base, 1 << 22);
    const u32 backed = (u32)CALL(ALICE, CREATE_REGION, space, base, SIZE,
                                 REGION_FIXED, 0);
    const u32 empty = (u32)CALL(ALICE, CREATE_REGION, space, 0, SIZE,
                                REGION_SELF_BACKED, 0);
    const u32 region = make(0);
    const u32 share = (u32)CALL(ALICE, SHARE, region, space,
                                base + 16 * PAGE_SIZE, MAP_WRITE | 1);

    CHECK((s32)backed > 0 && (s32)empty > 0 && (s32)share > 0);
    refused(ALICE, backed, BOB, E_INVALID);
    refused(ALICE, empty, BOB, E_INVALID);
    refused(ALICE, share, BOB, E_INVALID);
    refused(ALICE, region, BOB, E_BUSY);        /* shared */
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, share), E_OK);
    CHECK_EQ(CALL(ALICE, GIVE, region, BOB), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    nmm_reclaim(BOB);
}

/* Of a self-backed region: each page in it counts. */
static void test_mapped(void)
{
    const u32 frames = make(REGION_FRAMES), frame = info.frame;
    const u32 region = make(REGION_SELF_BACKED), base = info.base;

    for (u32 page = 0; page < SIZE; page += PAGE_SIZE) {
        CHECK_EQ(CALL(ALICE, CREATE_MAPPING, NMM_UPS, base + page,
                      frame | MAP_PRESENT), E_OK);
        refused(ALICE, region, BOB, E_BUSY);
        CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, NMM_UPS, base + page),
                 E_OK);
    }
    CHECK_EQ(CALL(ALICE, GIVE, region, BOB), E_OK);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, NMM_UPS, base, frame | MAP_PRESENT),
             E_OWNER);
    nmm_reclaim(BOB);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, frames), E_OK);
}

/* What names it keeps it: a hold, and a local segment. */
static void test_named(void)
{
    const u32 region = make(0);
    u32 held;

    CHECK_EQ(region_hold(ALICE, info.base, 1, &held), E_OK);
    refused(ALICE, region, BOB, E_BUSY);
    region_unhold(held);
    const u32 ldt = (u32)CALL(ALICE, CREATE_LDT, 4);
    const struct local_segment s = { .type = LOCAL_DATA, .space = NMM_UPS,
                                     .base = info.base, .size = 64 };
    const s32 selector = CALL(ALICE, CREATE_LOCAL, ldt, (u32)&s);
    CHECK(selector > 0);
    refused(ALICE, region, BOB, E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_LOCAL, ldt, (u32)selector), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, ldt), E_OK);
    CHECK_EQ(CALL(ALICE, GIVE, region, BOB), E_OK);
    nmm_reclaim(BOB);
}

int main(void)
{
    world_start();
    const u32 digest = nmm_digest(0);
    graph_set(ALICE, NODE_LIVE, PAGE_SIZE);
    graph_set(BOB, NODE_LIVE, 2 * PAGE_SIZE);
    test_given(0);
    test_given(REGION_SELF_BACKED);
    test_contents();
    test_whom();
    test_kinds();
    test_window();
    test_mapped();
    test_named();
    check_world();
    CHECK_EQ(nmm_digest(0), digest);
    return check_done();
}
