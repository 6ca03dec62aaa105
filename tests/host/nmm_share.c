/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c
 * core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/* Regions shared between spaces, of one module and of several; and the three
 * structures of the reverse lookup, on shared frames. */
#include "check.h"
#include "nmm_world.h"

#define ALICE 0x13ff
#define BOB 0x2600
#define WINDOW NMM_WINDOW_BASE

static struct region_info info;

static u32 make(u32 client, u32 space, u32 size, u32 flags)
{
    s32 region = CALL(client, CREATE_REGION, space, 0, size, flags,
                      (u32)&info);

    CHECK(region > 0);
    return (u32)region;
}

static u32 table(u32 client)
{
    return (u32)CALL(client, CREATE_TABLE, WINDOW, 2 * TABLE_SPAN);
}

static u32 share(u32 region, u32 space, u32 base)
{
    s32 handle = CALL(ALICE, SHARE, region, space, base, MAP_USER);

    CHECK(handle > 0);
    return (u32)handle;
}

static void check_kind(u32 from, u32 flags)
{
    u32 space = table(ALICE), size = 5 * PAGE_SIZE;
    laddr_t at = WINDOW + TABLE_SPAN - 2 * PAGE_SIZE;
    u32 region = make(ALICE, from, size, flags);
    paddr_t frame = info.frame;
    u32 first = share(region, space, at);
    u32 second = share(first, space, at + size);

    CHECK_EQ(CALL(ALICE, QUERY_REGION, space, at + size, (u32)&info), second);
    CHECK_EQ(info.frame, frame);
    CHECK_EQ(info.flags, REGION_SHARED);
    CHECK_EQ((u32)CALL(ALICE, PHYS_TO_VIRT, space, frame + PAGE_SIZE),
             at + PAGE_SIZE);
    check_world();
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, 10, 0, 2, 5), 5);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, first), E_OK);
    CHECK_EQ((u32)CALL(ALICE, PHYS_TO_VIRT, space, frame + PAGE_SIZE),
             at + size + PAGE_SIZE);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
}

static void test_kinds(void)
{
    u32 space = table(ALICE);

    check_kind(NMM_UPS, 0);
    check_kind(NMM_UPS, REGION_FRAMES);
    check_kind(space, 0);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
}

static void test_refused(void)
{
    u32 space = table(ALICE), region = make(ALICE, NMM_UPS, 4096, 0);
    u32 self = make(ALICE, space, PAGE_SIZE, REGION_SELF_BACKED);
    u32 backing = make(ALICE, NMM_UPS, PAGE_SIZE, REGION_FRAMES);
    laddr_t at = WINDOW + 2 * PAGE_SIZE;

    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, at, info.frame | 7), E_OK);
    u32 digest = nmm_digest(0);
    CHECK_EQ(CALL(ALICE, SHARE, 0, space, at, 0), E_HANDLE);
    CHECK_EQ(CALL(ALICE, SHARE, region, 99, at, 0), E_HANDLE);
    CHECK_EQ(CALL(BOB, SHARE, region, space, at, 0), E_OWNER);
    CHECK_EQ(CALL(ALICE, SHARE, self, space, at, 0), E_INVALID);
    CHECK_EQ(CALL(ALICE, SHARE, region, NMM_UPS, at, 0), E_INVALID);
    CHECK_EQ(CALL(ALICE, SHARE, region, space, at, 8), E_INVALID);
    CHECK_EQ(CALL(ALICE, SHARE, region, space, at + 1, 0), E_RANGE);
    CHECK_EQ(CALL(ALICE, SHARE, region, space, 0, 0), E_RANGE);
    CHECK_EQ(CALL(ALICE, SHARE, region, space, WINDOW, 0), E_BUSY);
    CHECK_EQ(CALL(ALICE, SHARE, region, space, at, 0), E_BUSY);
    CHECK_EQ(nmm_digest(0), digest);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
}

/* In a space of BOB's: he looks, and changes nothing. */
static void test_foreign(void)
{
    u32 space = table(BOB), region = make(ALICE, NMM_UPS, 2 * PAGE_SIZE, 0);
    u32 backing = make(BOB, NMM_UPS, PAGE_SIZE, REGION_FRAMES);
    u32 entry = info.frame | 7, other = share(region, space, WINDOW);

    CHECK_EQ(CALL(BOB, ATTRIBUTES, space, WINDOW, 1, 0, 0, 5), 5);
    CHECK_EQ(CALL(BOB, ATTRIBUTES, space, WINDOW, 1, 0, 2, 5), E_OWNER);
    CHECK_EQ(CALL(BOB, ATTRIBUTES, space, WINDOW, 2, 0, 2, 5), E_OWNER);
    CHECK_EQ(CALL(BOB, INVALIDATE_MAPPING, space, WINDOW), E_OWNER);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, space, WINDOW, entry), E_OWNER);
    CHECK_EQ(CALL(BOB, DESTROY_REGION, other), E_OWNER);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, other), E_OK);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, space, WINDOW, entry), E_OK);
    share(region, space, WINDOW + TABLE_SPAN);
    nmm_reclaim(BOB);                   /* the space goes first */
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
    CHECK_EQ(!region_of(backing), 1);
    space = table(BOB);
    region = make(ALICE, NMM_UPS, PAGE_SIZE, 0);
    share(region, space, WINDOW);
    nmm_reclaim(ALICE);                 /* the region does */
    check_world();
    CHECK_EQ(CALL(BOB, ATTRIBUTES, space, WINDOW, 1, 0, 0, 5), E_NOTFOUND);
    region = make(ALICE, table(ALICE), PAGE_SIZE, 0);
    share(region, space, WINDOW);
    nmm_reclaim(ALICE);                 /* the space that it is in does */
    check_world();
    CHECK_EQ(CALL(BOB, DESTROY_TABLE, space), E_OK);
}

static void test_borrowed(void)
{
    u32 space = table(ALICE), others = table(BOB);
    u32 backing = make(BOB, NMM_UPS, PAGE_SIZE, REGION_FRAMES | REGION_COMMON);
    u32 common = make(ALICE, NMM_UPS, PAGE_SIZE,
                      REGION_FRAMES | REGION_COMMON);

    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW, info.frame | 7), E_OK);
    CHECK_EQ(CALL(ALICE, SHARE, common, space, WINDOW, 0), E_BUSY);
    CHECK_EQ(CALL(BOB, INVALIDATE_MAPPING, others, WINDOW), E_OK);
    share(common, space, WINDOW);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW, info.frame | 7),
             E_BUSY);
    CHECK_EQ(CALL(BOB, DESTROY_TABLE, others), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, common), E_OK);
    CHECK_EQ(CALL(BOB, DESTROY_REGION, backing), E_OK);
}

/* The inverted table knows the one page of a frame at once, and forgets it. */
static void check_inverted(u32 space, laddr_t page, paddr_t frame)
{
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, page, frame | 7), E_OK);
    CHECK_EQ(frame_at(frame)->space, space);
    CHECK_EQ(frame_at(frame)->page, page);
    CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space, page), E_OK);
    CHECK_EQ(frame_at(frame)->space, FRAME_UNKNOWN);
}

/* The first pages of a VSAS and of the UPS, as pages come and go. */
static void check_structure(u32 kind, u32 before)
{
    u32 space = table(ALICE), last = WINDOW + TABLE_SPAN;
    u32 backing = make(ALICE, NMM_UPS, PAGE_SIZE, REGION_FRAMES);
    paddr_t frame = info.frame;
    u32 self = make(ALICE, NMM_UPS, PAGE_SIZE, REGION_SELF_BACKED);

    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, last, frame | 7), E_OK);
    CHECK_EQ(CALL(ALICE, STRUCTURE, kind), before);
    CHECK_EQ(CALL(ALICE, STRUCTURE, kind), kind);
    CHECK_EQ((u32)CALL(BOB, PHYS_TO_VIRT, space, frame), last);
    CHECK_EQ(CALL(BOB, PHYS_TO_VIRT, NMM_UPS, frame), PHYS_NOT_MAPPED);
    CHECK_EQ(CALL(BOB, PHYS_TO_VIRT, 0xffffffff, frame), E_HANDLE);
    CHECK_EQ(CALL(BOB, PHYS_TO_VIRT, 0xffffffff, memory.ups), E_HANDLE);
    CHECK_EQ(CALL(BOB, PHYS_TO_VIRT, space, frame + 1), E_INVALID);
    CHECK_EQ(CALL(BOB, PHYS_TO_VIRT, space, memory.end), PHYS_NOT_MAPPED);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, NMM_UPS, info.base, frame | 7),
             E_OK);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, frame | 7), E_OK);
    CHECK_EQ((u32)CALL(BOB, PHYS_TO_VIRT, space, frame), WINDOW);
    CHECK_EQ((u32)CALL(BOB, PHYS_TO_VIRT, NMM_UPS, frame), info.base);
    check_world();
    CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space, WINDOW), E_OK);
    CHECK_EQ((u32)CALL(BOB, PHYS_TO_VIRT, space, frame), last);
    CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space, last), E_OK);
    CHECK_EQ(CALL(BOB, PHYS_TO_VIRT, space, frame), PHYS_NOT_MAPPED);
    CHECK_EQ((u32)CALL(BOB, PHYS_TO_VIRT, NMM_UPS, frame), info.base);
    CHECK_EQ((u32)CALL(BOB, PHYS_TO_VIRT, NMM_UPS, frame), info.base);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, self), E_OK);
    CHECK_EQ(CALL(BOB, PHYS_TO_VIRT, NMM_UPS, frame), PHYS_NOT_MAPPED);
    check_world();
    if (kind == REVERSE_INVERTED)
        check_inverted(space, last, frame);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
}

static void test_structures(void)
{
    const u32 order[] = { 1, 2, 1, 0, 2, 0 };
    u32 before = 0;

    for (u32 i = 0; i < ARRAY_SIZE(order); before = order[i++])
        check_structure(order[i], before);
    CHECK_EQ(CALL(ALICE, STRUCTURE, 3), E_INVALID);
    CHECK_EQ(reverse_pages(), 0);
}

/* Chains need nodes, and give back what they do not need. */
static void test_nodes(void)
{
    u32 space = table(ALICE), pages = 2 * TABLE_ENTRIES;
    u32 backing = make(ALICE, NMM_UPS, PAGE_SIZE, REGION_FRAMES);
    paddr_t frame = info.frame;

    CHECK_EQ(CALL(ALICE, STRUCTURE, REVERSE_CHAIN), REVERSE_SCAN);
    for (u32 i = 0; i < pages; i++)
        CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW + i * PAGE_SIZE,
                      frame | 7), E_OK);
    CHECK_EQ(reverse_pages(), (pages + 510) / 511);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
    nmm_reclaim(ALICE);
    CHECK_EQ(reverse_pages(), 0);
    CHECK_EQ(CALL(ALICE, STRUCTURE, REVERSE_SCAN), REVERSE_CHAIN);
}

/* The last: it leaves no pool. */
static void test_no_nodes(void)
{
    u32 space = table(ALICE), backing = make(ALICE, NMM_UPS, PAGE_SIZE, 4);
    u32 entry = info.frame | 7;

    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, entry), E_OK);
    while (pool_count() > 0)
        pool_create();
    u32 digest = nmm_digest(0);
    CHECK_EQ(CALL(ALICE, STRUCTURE, REVERSE_CHAIN), E_NOMEM);
    CHECK_EQ(reverse_kind, REVERSE_SCAN);
    CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space, WINDOW), E_OK);
    CHECK_EQ(CALL(ALICE, STRUCTURE, REVERSE_CHAIN), REVERSE_SCAN);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, entry), E_NOMEM);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, space, 0, 1, 0, 0), E_NOMEM);
    CHECK_EQ(CALL(ALICE, STRUCTURE, REVERSE_INVERTED), REVERSE_CHAIN);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, entry), E_OK);
    CHECK_EQ(nmm_digest(0), digest);
    CHECK_EQ(region_of(backing) != NULL, 1);
}

int main(void)
{
    world_start();
    u32 digest = nmm_digest(0);
    void (*const tests[])(void) = {
        test_kinds, test_refused, test_foreign, test_borrowed,
        test_structures, test_nodes,
    };

    for (u32 structure = 0; structure < 3; structure++) {
        CHECK(CALL(ALICE, STRUCTURE, structure) >= 0);
        for (u32 i = 0; i < 4; i++) {
            tests[i]();
            check_world();
            CHECK_EQ(nmm_digest(0), digest);
        }
    }
    CHECK_EQ(CALL(ALICE, STRUCTURE, 0), 2);
    for (u32 i = 4; i < ARRAY_SIZE(tests); i++) {
        tests[i]();
        check_world();
        CHECK_EQ(nmm_digest(0), digest);
    }
    test_no_nodes();
    return check_done();
}
