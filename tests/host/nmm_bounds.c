/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c
 * core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/* Numbers at every edge, and those that wrap in 32 bits: what the methods take
 * is what the same sums in 64 bits say that they may. */
#include "check.h"
#include "nmm_world.h"

#define ALICE 0x13ff
#define WINDOW NMM_WINDOW_BASE
#define WINDOW_SIZE (3 * TABLE_SPAN)
#define WHOLE (1ull << 32)

static struct region_info info;

/* Bytes, pages and addresses alike. */
static const u32 numbers[] = {
    0, 1, 2, 3, 4095, 4096, 4097, 8192, 0xfffff, 0x100000, 0x100001, 0x100002,
    0x101000, 0x200000, 0x3ff000, 0x400000, 0x7fffffff, 0x80000000, 0x80000001,
    0x80001000, 0xbffff000, WINDOW, WINDOW + 1, WINDOW + PAGE_SIZE,
    WINDOW + WINDOW_SIZE - PAGE_SIZE, WINDOW + WINDOW_SIZE - 1,
    WINDOW + WINDOW_SIZE, 0xc0100000, 0xfff00000, 0xfff00001, 0xffffe000,
    0xfffff000, 0xfffff001, 0xffffffff,
};

#define EACH(name) \
    for (const u32 *name = numbers; name < numbers + ARRAY_SIZE(numbers); name++)

static u32 make(u32 space, u32 size, u32 flags)
{
    s32 region = CALL(ALICE, CREATE_REGION, space, 0, size, flags,
                      (u32)&info);

    CHECK(region > 0);
    return (u32)region;
}

static int lies_in(u64 base, u64 size, u64 low, u64 end)
{
    return base >= low && base + size <= end;
}

static void test_tables(void)
{
    EACH(base)
        EACH(size) {
            const int right = !(*base % PAGE_SIZE) && !(*size % PAGE_SIZE) &&
                              *size && lies_in(*base, *size, WINDOW, WHOLE);
            const s32 space = CALL(ALICE, CREATE_TABLE, *base, *size);
            CHECK(right ? space > 0 : space == E_RANGE);
            if (space > 0)
                CHECK_EQ(CALL(ALICE, DESTROY_TABLE, (u32)space), E_OK);
        }
}

/* Of a window whose first pages are mapped. */
static void test_pages(u32 space)
{
    const u32 end = WINDOW + WINDOW_SIZE;

    EACH(address)
        EACH(pages) {
            const int right = *pages &&
                lies_in(*address & ~(PAGE_SIZE - 1),
                        (u64)*pages * PAGE_SIZE, WINDOW, end);
            const s32 asked = CALL(ALICE, ATTRIBUTES, space, *address, *pages,
                                   0, 0, FLUSH_BEST);
            CHECK(right ? asked >= 0 || asked == E_NOTFOUND
                        : asked == E_RANGE);
            CHECK_EQ(CALL(ALICE, FLUSH, space, *address, *pages, FLUSH_NONE),
                     right ? E_OK : E_RANGE);
        }
}

static void test_regions(u32 space, u32 low, u32 end, u32 flags)
{
    EACH(base)
        EACH(size) {
            const u64 whole = ((u64)*size + PAGE_SIZE - 1) & -PAGE_SIZE;
            const int right = whole && whole < WHOLE && !(*base % PAGE_SIZE) &&
                              lies_in(*base, whole, low, end);
            const s32 region = CALL(ALICE, CREATE_REGION, space, *base, *size,
                                    flags | REGION_FIXED, 0);
            CHECK(right ? region > 0 || region == E_BUSY : region == E_RANGE);
            if (region > 0)
                CHECK_EQ(CALL(ALICE, DESTROY_REGION, (u32)region), E_OK);
        }
}

static void test_shares(u32 space)
{
    const u32 plain = make(NMM_UPS, 2 * PAGE_SIZE, 0);

    EACH(base) {
        const int right = !(*base % PAGE_SIZE) &&
            lies_in(*base, 2 * PAGE_SIZE, WINDOW, WINDOW + WINDOW_SIZE);
        const s32 share = CALL(ALICE, SHARE, plain, space, *base, MAP_WRITE);
        CHECK(right ? share > 0 || share == E_BUSY : share == E_RANGE);
        if (share > 0)
            CHECK_EQ(CALL(ALICE, DESTROY_REGION, (u32)share), E_OK);
    }
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, plain), E_OK);
}

/* Around the ends of what they may lie in, too. */
static void test_locals(u32 space, u32 low, u32 size)
{
    const u32 ldt = (u32)CALL(ALICE, CREATE_LDT, 8);

    for (u32 near = 0; near < 3; near++)
        EACH(base)
            EACH(length) {
                const u32 at = *base + (near == 0 ? 0 : near == 1 ? low
                                                                  : low + size);
                const struct local_segment s = {
                    .space = space, .base = at, .size = *length,
                    .type = LOCAL_DATA };
                const int right = *length && lies_in(at, *length, low,
                                                     (u64)low + size) &&
                    (*length <= LOCAL_BYTES || !(*length % PAGE_SIZE));
                const s32 selector = CALL(ALICE, CREATE_LOCAL, ldt, (u32)&s);
                CHECK(right ? selector > 0 : selector < 0);
                if (selector > 0)
                    CHECK_EQ(CALL(ALICE, DESTROY_LOCAL, ldt, (u32)selector),
                             E_OK);
            }
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, ldt), E_OK);
}

/* Frames that there are not. */
static void test_frames(u32 space)
{
    EACH(frame) {
        const int known = *frame < memory.end;
        struct frame_info status;
        const s32 error = CALL(ALICE, STATUS, *frame, (u32)&status);
        CHECK_EQ(error, *frame % PAGE_SIZE ? E_INVALID :
                        known ? E_OK : E_RANGE);
        CHECK(CALL(ALICE, CREATE_MAPPING, space, WINDOW + 0x10000,
                   *frame | MAP_PRESENT) < 0);
        CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, space, *frame),
                 *frame % PAGE_SIZE ? E_INVALID : (s32)PHYS_NOT_MAPPED);
    }
    EACH(size) {
        struct segment_info made;
        const s32 segment = CALL(ALICE, CREATE_SEGMENT, *size, LOCAL_DATA, 1,
                                 (u32)&made);
        CHECK_EQ(segment > 0, *size && *size < memory.end - memory.ups);
        if (segment > 0)
            CHECK_EQ(CALL(ALICE, DESTROY_SEGMENT, (u32)segment), E_OK);
    }
}

/* Chains that need more nodes than the pool has: all that they took of it is
 * there again. */
static void test_chains(u32 space)
{
    void *taken[1024];
    u32 count = 0;
    const u32 backing = make(NMM_UPS, PAGE_SIZE, REGION_FRAMES);
    const u32 frame = info.frame;

    for (u32 i = 0; i < 2 * TABLE_ENTRIES; i++)
        CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW + i * PAGE_SIZE,
                      frame | MAP_PRESENT), E_OK);
    while (pool_count() > 3)
        taken[count++] = pool_create();
    CHECK_EQ(CALL(ALICE, STRUCTURE, REVERSE_CHAIN), E_NOMEM);
    CHECK_EQ(pool_count(), 3);
    CHECK_EQ(reverse_pages(), 0);
    while (count > 0)
        pool_destroy(taken[--count]);
    for (u32 i = 0; i < 2 * TABLE_ENTRIES; i++)
        CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space,
                      WINDOW + i * PAGE_SIZE), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
}

int main(void)
{
    world_start();
    const u32 digest = nmm_digest(0);

    test_tables();
    CHECK_EQ(nmm_digest(0), digest);
    const u32 space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, WINDOW_SIZE);
    const u32 all = nmm_digest(0);
    test_pages(space);
    test_regions(space, WINDOW, WINDOW + WINDOW_SIZE, REGION_SELF_BACKED);
    test_regions(NMM_UPS, PAGE_SIZE, identity.ups_size, 0);
    test_frames(space);
    CHECK_EQ(nmm_digest(0), all);
    const u32 plain = make(NMM_UPS, 0x180000, 0);
    test_locals(NMM_UPS, info.base, 0x180000);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, plain), E_OK);
    test_locals(space, WINDOW, WINDOW_SIZE);
    CHECK_EQ(nmm_digest(0), all);
    test_shares(space);
    test_chains(space);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(nmm_digest(0), digest);
    return check_done();
}
