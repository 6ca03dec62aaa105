/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c
 * core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/* Attributes, flushes, the status of frames, and frames that models share or
 * take from each other. */
#include "check.h"
#include "nmm_world.h"
#include "../../nmm/task/task.h"

#define ALICE 0x13ff
#define BOB 0x2600
#define CAROL 0x3400
#define WINDOW NMM_WINDOW_BASE
#define ALL 0x66                        /* write, user, accessed, dirty */

static struct region_info info;
static struct frame_info status;

static u32 make(u32 client, u32 size, u32 flags)
{
    s32 region = CALL(client, CREATE_REGION, NMM_UPS, 0, size, flags,
                      (u32)&info);

    CHECK(region > 0);
    return (u32)region;
}

static u32 table(u32 client)
{
    return (u32)CALL(client, CREATE_TABLE, WINDOW, 3 * TABLE_SPAN);
}

/* Write, user: what the entry of a page has, in a VSAS or in the UPS. */
static void check_attributes(u32 space, u32 at, u32 pages)
{
    u32 digest = nmm_digest(0);

    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at + 77, pages, 0, 0, 0), 7);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, pages, 6, 0x60, 1), 7);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, pages, ALL, 2, 5), 0x61);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, pages, 2, 6, 4), 3);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, pages, 0, 0, 0), 7);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at + (pages - 1) * PAGE_SIZE, 1,
                  0, 0, 0), 7);
    CHECK_EQ(CALL(BOB, ATTRIBUTES, space, at, 1, 0, 0, 0), E_OWNER);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, pages + 1, 2, 0, 0),
             E_NOTFOUND);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, 0, 2, 0, 0), E_RANGE);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, 0xfffff, 2, 0, 0), E_RANGE);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, 0xfffffff, 2, 0, 0), E_RANGE);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, 1, 8, 0, 0), E_INVALID);
    for (u32 bit = 0; bit < 32; bit++) {
        u32 odd = 1u << bit & ~(u32)(ALL | 1);

        for (u32 n = 1; odd && n <= 2 && n <= pages; n++) {
            CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, n, odd, 0, 1),
                     E_INVALID);
            CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, n, 0, odd, 5),
                     E_INVALID);
        }
    }
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, 1, 0, 0x1000, 0), E_INVALID);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, 1, 0, 1, 0), E_INVALID);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, 1, 0, 0, 6), E_INVALID);
    CHECK_EQ(nmm_digest(0), digest);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, pages, 1, 0, 5), 7);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, 1, 1, 0, 5), E_NOTFOUND);
    CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space, at), E_NOTFOUND);
    check_world();
}

static void test_attributes(void)
{
    u32 space = table(ALICE), backing = make(ALICE, 9 * PAGE_SIZE, 4);
    paddr_t frame = info.frame;
    u32 self = make(ALICE, 10 * PAGE_SIZE, REGION_SELF_BACKED);
    laddr_t at = WINDOW + TABLE_SPAN - 4 * PAGE_SIZE;   /* in two tables */

    for (u32 i = 0; i < 9 * PAGE_SIZE; i += PAGE_SIZE) {
        CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, at + i, (frame + i) | 7),
                 E_OK);
        CHECK_EQ(CALL(ALICE, CREATE_MAPPING, NMM_UPS, info.base + i,
                      (frame + i) | 7), E_OK);
    }
    check_attributes(space, at, 9);
    check_attributes(NMM_UPS, info.base, 9);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, 99, at, 1, 0, 0, 0), E_HANDLE);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, NMM_CORE, PAGE_SIZE, 1, 0, 0, 0),
             E_OWNER);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, self), E_OK);
    u32 plain = make(ALICE, PAGE_SIZE, 0);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, NMM_UPS, info.base, 1, 2, 0, 0),
             E_RANGE);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, plain), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
}

static void test_flush(void)
{
    u32 space = table(ALICE);

    paging_state = 1;
    flushed = 0;
    for (u32 strategy = FLUSH_NONE; strategy <= FLUSH_BEST; strategy++) {
        CHECK_EQ(CALL(BOB, FLUSH, space, WINDOW + 5, 3, strategy), E_OK);
        CHECK_EQ(flushed_by, strategy);
    }
    CHECK_EQ(flushed, 15);
    CHECK_EQ(CALL(BOB, FLUSH, space, WINDOW, 3, FLUSH_BEST + 1), E_INVALID);
    CHECK_EQ(CALL(BOB, FLUSH, space, WINDOW, 0, 0), E_RANGE);
    CHECK_EQ(CALL(BOB, FLUSH, space, 0, 1, 0), E_RANGE);
    CHECK_EQ(CALL(BOB, FLUSH, 99, 0, 1, 0), E_HANDLE);
    CHECK_EQ(flushed, 15);
    paging_state = 0;
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
}

static void check_status(paddr_t frame, const struct frame_info *expected)
{
    CHECK_EQ(CALL(CAROL, STATUS, frame, (u32)&status), E_OK);
    CHECK_EQ(status.owner, expected->owner);
    CHECK_EQ(status.region, expected->region);
    CHECK_EQ(status.mappings, expected->mappings);
    CHECK_EQ(status.mapper, expected->mapper);
    CHECK_EQ(status.common, expected->common);
}

#define STATUS_IS(frame, ...) \
    check_status(frame, &(struct frame_info){ __VA_ARGS__ })

static void test_status(void)
{
    u32 space = table(ALICE), backing = make(ALICE, 2 * PAGE_SIZE, 4);
    paddr_t frame = info.frame;

    STATUS_IS(frame, ALICE, backing, 0, 0, 0);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, frame | 1), E_OK);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW + PAGE_SIZE,
                  frame | 1), E_OK);
    STATUS_IS(frame, ALICE, backing, 2, ALICE, 0);
    STATUS_IS(frame + PAGE_SIZE, ALICE, backing, 0, 0, 0);
    STATUS_IS(frame + 2 * PAGE_SIZE, 0, 0, 0, 0, 0);
    STATUS_IS(memory.pool, 0, region_find(NMM_CORE, memory.pool)->handle, 0,
              0, 0);
    CHECK_EQ(CALL(BOB, STATUS, 1, (u32)&status), E_INVALID);
    CHECK_EQ(CALL(BOB, STATUS, memory.end, (u32)&status), E_RANGE);
    CHECK_EQ(CALL(BOB, STATUS, frame, 1), E_ADDRESS);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    STATUS_IS(frame, ALICE, backing, 0, 0, 0);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
}

static void test_common(void)
{
    u32 space = table(ALICE), others = table(BOB), third = table(CAROL);
    u32 plain = make(ALICE, PAGE_SIZE, REGION_FRAMES);
    u32 private_entry = info.frame | 7;
    u32 backing = make(ALICE, 2 * PAGE_SIZE, REGION_FRAMES | REGION_COMMON);
    paddr_t frame = info.frame;

    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW, frame | 7), E_OWNER);
    u32 bobs = make(BOB, PAGE_SIZE, REGION_FRAMES | REGION_COMMON);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW, private_entry),
             E_OWNER);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW, frame | 7), E_OK);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW + PAGE_SIZE,
                  frame | 7), E_OK);
    STATUS_IS(frame, ALICE, backing, 2, BOB, 1);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, frame | 7), E_BUSY);
    CHECK_EQ(CALL(CAROL, CREATE_MAPPING, third, WINDOW, frame | 7), E_OWNER);
    u32 carols = make(CAROL, PAGE_SIZE, REGION_FRAMES | REGION_COMMON);
    CHECK_EQ(CALL(CAROL, CREATE_MAPPING, third, WINDOW, frame | 7), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_BUSY);
    CHECK_EQ(CALL(BOB, INVALIDATE_MAPPING, others, WINDOW), E_OK);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, frame | 7), E_BUSY);
    CHECK_EQ(CALL(BOB, INVALIDATE_MAPPING, others, WINDOW + PAGE_SIZE), E_OK);
    check_world();
    STATUS_IS(frame, ALICE, backing, 0, 0, 1);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, frame | 7), E_OK);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW, frame | 7), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(CALL(CAROL, CREATE_MAPPING, third, WINDOW, frame | 7), E_OK);
    nmm_reclaim(CAROL);
    STATUS_IS(frame, ALICE, backing, 0, 0, 1);
    CHECK(!region_of(carols));
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, plain), E_OK);
    CHECK_EQ(CALL(BOB, DESTROY_TABLE, others), E_OK);
    CHECK_EQ(CALL(BOB, DESTROY_REGION, bobs), E_OK);
}

/* The owner of a borrowed frame goes first: its borrower loses nothing. */
static void test_abandoned(void)
{
    u32 others = table(BOB), size = 3 * PAGE_SIZE;
    u32 bobs = make(BOB, PAGE_SIZE, REGION_FRAMES | REGION_COMMON);
    u32 digest = nmm_digest(0);
    u32 backing = make(ALICE, size, REGION_FRAMES | REGION_COMMON);
    paddr_t frame = info.frame + PAGE_SIZE;

    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW, frame | 7), E_OK);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW + PAGE_SIZE,
                  (frame + PAGE_SIZE) | 7), E_OK);
    nmm_reclaim(ALICE);
    CHECK_EQ(world_owned(ALICE), 0);
    STATUS_IS(frame, 0, backing, 1, BOB, 1);
    CHECK_EQ((u32)CALL(BOB, PHYS_TO_VIRT, others, frame), WINDOW);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW + 2 * PAGE_SIZE,
                  info.frame | 7), E_OWNER);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW + 2 * PAGE_SIZE,
                  frame | 7), E_OK);
    CHECK_EQ(CALL(BOB, INVALIDATE_MAPPING, others, WINDOW), E_OK);
    CHECK_EQ(CALL(BOB, INVALIDATE_MAPPING, others, WINDOW + PAGE_SIZE), E_OK);
    CHECK(region_of(backing) != NULL);
    CHECK_EQ(CALL(BOB, INVALIDATE_MAPPING, others, WINDOW + 2 * PAGE_SIZE),
             E_OK);
    CHECK(!region_of(backing));
    STATUS_IS(frame, 0, 0, 0, 0, 0);
    CHECK_EQ(CALL(BOB, INVALIDATE_MAPPING, others, WINDOW), E_NOTFOUND);
    check_world();
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, others, WINDOW, frame | 7), E_OWNER);
    CHECK(nmm_digest(0) != digest);     /* BOB has page tables */
    CHECK_EQ(CALL(BOB, DESTROY_TABLE, others), E_OK);
    CHECK_EQ(CALL(BOB, DESTROY_REGION, bobs), E_OK);
}

/* At a page of a self-backed region. Its empty entry names who owns it, by a
 * handle with bits that mean something in one that is present. */
static void test_common_inside(void)
{
    static const u32 clients[] = { ALICE, BOB, CAROL };

    for (u32 i = 0; i < 3; i++) {
        const u32 borrower = clients[i], lender = clients[(i + 1) % 3];
        make(borrower, PAGE_SIZE, REGION_FRAMES | REGION_COMMON);
        make(lender, PAGE_SIZE, REGION_FRAMES | REGION_COMMON);
        const u32 entry = info.frame | 7;
        make(borrower, PAGE_SIZE, REGION_SELF_BACKED);
        for (u32 again = 0; again < 2; again++) {
            CHECK_EQ(CALL(borrower, CREATE_MAPPING, NMM_UPS, info.base, entry),
                     E_OK);
            check_world();
            CHECK_EQ(CALL(borrower, INVALIDATE_MAPPING, NMM_UPS, info.base),
                     E_OK);
        }
        nmm_reclaim(borrower);
        nmm_reclaim(lender);
    }
}

/* Pages beside the window, in a table that it has. */
static void test_edges(void)
{
    laddr_t low = WINDOW + 3 * PAGE_SIZE;
    u32 space = (u32)CALL(ALICE, CREATE_TABLE, low, TABLE_SPAN);
    u32 backing = make(ALICE, 4 * PAGE_SIZE, REGION_FRAMES);
    u32 entry = info.frame | 7;
    laddr_t end = low + TABLE_SPAN;

    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, low, entry), E_OK);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, end - PAGE_SIZE,
                  entry + PAGE_SIZE), E_OK);
    entry += 2 * PAGE_SIZE;
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, low - 1, entry), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, entry), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, end, entry), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, memory.ups, entry), E_RANGE);
    CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space, end), E_RANGE);
    CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, end, 1, 2, 0, 5), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, low + PAGE_SIZE, entry),
             E_OK);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
}

/* Off is refused while the task that runs needs its space; CR3 alone, which
 * changes lazily, does not count. */
static void test_paging(void)
{
    u32 plain = make(ALICE, PAGE_SIZE, 0), code = info.base;
    u32 self = make(ALICE, PAGE_SIZE, REGION_SELF_BACKED);
    struct task_entry task = { .directory = 0x1000 };
    u32 digest = nmm_digest(0);

    caller = code;
    CHECK_EQ(CALL(ALICE, PAGING, 1), 0);
    CHECK_EQ(CALL(ALICE, PAGING, 1), 1);
    CHECK_EQ(host_cr3, (u32)identity.directory);
    CHECK_EQ(CALL(ALICE, PAGING, 2), E_INVALID);
    caller = info.base;
    CHECK_EQ(CALL(ALICE, PAGING, 0), E_PAGING);
    caller = code;
    CHECK_EQ(paging_state, 1);
    host_cr3 = task.directory;
    task_current = &task;
    CHECK_EQ(CALL(ALICE, PAGING, 0), E_PAGING);
    CHECK_EQ(paging_state, 1);
    task.directory = 0;
    CHECK_EQ(CALL(ALICE, PAGING, 0), 1);
    CHECK_EQ(paging_state, 0);
    CHECK_EQ(CALL(ALICE, PAGING, 1), 0);
    CHECK_EQ(paging_state, 1);
    CHECK_EQ(CALL(ALICE, PAGING, 0), 1);
    CHECK_EQ(CALL(ALICE, PAGING, 0), 0);
    task_current = NULL;
    caller = 0;
    CHECK_EQ(nmm_digest(0), digest);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, self), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, plain), E_OK);
}

int main(void)
{
    world_start();
    u32 digest = nmm_digest(0);
    void (*const tests[])(void) = {
        test_attributes, test_flush, test_status, test_common,
        test_abandoned, test_common_inside, test_edges, test_paging,
    };

    for (u32 i = 0; i < ARRAY_SIZE(tests); i++) {
        tests[i]();
        check_world();
        CHECK_EQ(nmm_digest(0), digest);
    }
    return check_done();
}
