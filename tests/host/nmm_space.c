/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c
 * core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/* The NMM's methods, one by one: what each does, and each refusal. */
#include "check.h"
#include "nmm_world.h"

#define ALICE 0x13ff
#define BOB 0x2600
#define WINDOW NMM_WINDOW_BASE

static struct region_info info;

static u32 make(u32 client, u32 size, u32 flags)
{
    s32 region = CALL(client, CREATE_REGION, NMM_UPS, 0, size, flags,
                      (u32)&info);

    CHECK(region > 0);
    CHECK_EQ(info.region, region);
    return (u32)region;
}

static void test_core(void)
{
    s32 found = CALL(ALICE, QUERY_REGION, NMM_CORE, memory.pool, (u32)&info);
    CHECK_EQ(found, info.region);
    CHECK_EQ(info.base, memory.pool);
    CHECK_EQ(info.status, REGION_USED);
    CHECK_EQ(info.frame, memory.pool);
    CHECK_EQ(CALL(ALICE, QUERY_REGION, NMM_CORE, memory.end, (u32)&info),
             E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, NMM_CORE, 0, 1, 0, 0), E_OWNER);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, regions[0].handle), E_OWNER);
    CHECK(nmm_is_mapped(memory.pool));
    CHECK(!nmm_is_mapped(memory.ups));
    CHECK(!nmm_is_mapped(memory.end));
}

static void test_region(void)
{
    u32 region = make(ALICE, PAGE_SIZE + 1, 0);

    CHECK_EQ(info.size, 2 * PAGE_SIZE);
    CHECK(info.base >= PAGE_SIZE);
    CHECK_EQ(info.frame, memory.ups + info.base);
    CHECK(nmm_is_mapped(memory.ups + info.base));
    caller = info.base + 12;
    CHECK_EQ(CALL(BOB, IDENTIFY_REGION, 0), region);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_BUSY);
    CHECK_EQ(CALL(ALICE, PAGING, 2), E_INVALID);
    caller = 0;
    stack_of_caller = info.base + info.size - 4;
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_BUSY);
    stack_of_caller = 0;
    CHECK_EQ(CALL(BOB, IDENTIFY_REGION, 0), E_NOTFOUND);
    CHECK_EQ(CALL(ALICE, PAGING, 0), 0);
    CHECK_EQ(CALL(ALICE, PAGING, 1), E_PAGING);
    caller = 0xfffffffc;
    CHECK_EQ(CALL(ALICE, PAGING, 1), E_PAGING);
    CHECK_EQ(CALL(BOB, DESTROY_REGION, region), E_OWNER);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, NMM_UPS, info.base + PAGE_SIZE, 1,
                  REGION_FIXED, 0), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_HANDLE);
    CHECK(!nmm_is_mapped(memory.ups + info.base));
}

/* What the processor is told, besides what everybody is. */
static void test_paging(void)
{
    u32 region = make(ALICE, PAGE_SIZE, 0);

    caller = info.base + 12;
    host_cr0 = 0x11;
    CHECK_EQ(CALL(ALICE, PAGING, 1), 0);
    CHECK_EQ(host_cr0, 0x80010011);     /* PG, WP */
    CHECK_EQ(host_cr3, (u32)identity.directory);
    CHECK_EQ(paging_state, 1);
    CHECK_EQ(CALL(ALICE, PAGING, 1), 1);
    CHECK_EQ(CALL(ALICE, PAGING, 0), 1);
    CHECK_EQ(host_cr0, 0x10011);
    CHECK_EQ(paging_state, 0);
    caller = 0;
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
}

/* Behind the last frame there is nothing, whatever memory holds there. */
static void test_behind(void)
{
    const struct frame odd = { .mappings = 1, .space = NMM_UPS,
                               .page = 0x5000 };
    struct frame *behind = &frame_table[identity.pages];
    const struct frame kept = *behind;
    u32 *entry = &identity.entries[identity.pages], entry_kept = *entry;

    *entry = memory.end | ENTRY_PRESENT | ENTRY_DIRECT;
    for (u32 kind = REVERSE_SCAN; kind <= REVERSE_INVERTED; kind++) {
        CHECK(CALL(ALICE, STRUCTURE, kind) >= 0);
        *behind = odd;
        spaces[NMM_UPS].map.size += PAGE_SIZE;
        CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, NMM_UPS, memory.end),
                 (s32)PHYS_NOT_MAPPED);
        spaces[NMM_UPS].map.size -= PAGE_SIZE;
        *behind = kept;
    }
    CHECK_EQ(CALL(ALICE, STRUCTURE, REVERSE_SCAN), REVERSE_INVERTED);
    *entry = entry_kept;
}

/* What took the place of something does not answer to its handle. */
static void test_stale(void)
{
    for (u32 i = 0; i < 100; i++) {
        u32 region = make(ALICE, PAGE_SIZE, 0);
        s32 space = CALL(ALICE, CREATE_TABLE, WINDOW, PAGE_SIZE);

        CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
        CHECK_EQ(CALL(ALICE, DESTROY_TABLE, (u32)space), E_OK);
        u32 other = make(ALICE, PAGE_SIZE, 0);
        s32 another = CALL(ALICE, CREATE_TABLE, WINDOW, PAGE_SIZE);
        CHECK(other != region && another != space);
        CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_HANDLE);
        CHECK_EQ(CALL(ALICE, DESTROY_TABLE, (u32)space), E_HANDLE);
        CHECK_EQ(CALL(ALICE, CREATE_REGION, (u32)space, 0, 1, 0, 0),
                 E_HANDLE);
        CHECK_EQ(CALL(ALICE, DESTROY_REGION, other), E_OK);
        CHECK_EQ(CALL(ALICE, DESTROY_TABLE, (u32)another), E_OK);
    }
}

static void test_region_refused(void)
{
    u32 digest = nmm_digest(0);

    CHECK_EQ(CALL(ALICE, CREATE_REGION, NMM_UPS, 0, 0, 0, 0), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, NMM_UPS, 0, 0xffffffff, 0, 0),
             E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, NMM_UPS, 0, 0x40000000, 0, 0),
             E_NOMEM);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, NMM_UPS, 0, 1, 1, 0), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, NMM_UPS, 0x1001, 1, 1, 0), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, NMM_UPS, 0, 1, 6, 0), E_INVALID);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, NMM_UPS, 0, 1, 8, 0), E_INVALID);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, 2, 0, 1, 0, 0), E_HANDLE);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, NMM_UPS, 0, 1, 0, 1), E_ADDRESS);
    CHECK_EQ(CALL(ALICE, QUERY_REGION, NMM_UPS, 0, (u32)&info), E_RANGE);
    CHECK_EQ(CALL(ALICE, QUERY_REGION, NMM_UPS, PAGE_SIZE, 1), E_ADDRESS);
    CHECK_EQ(CALL(ALICE, QUERY_REGION, 77, 0, (u32)&info), E_HANDLE);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, 0), E_HANDLE);
    CHECK_EQ(nmm_digest(0), digest);
}

static void test_self_backed(void)
{
    u32 window = make(ALICE, 3 * PAGE_SIZE, REGION_SELF_BACKED);
    saddr_t at = info.base;

    CHECK_EQ(info.status, REGION_INVALID);
    CHECK_EQ(info.frame, 0);
    u32 backing = make(ALICE, 2 * PAGE_SIZE, REGION_FRAMES);
    paddr_t frame = info.frame;
    CHECK_EQ(info.status, REGION_USED);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, NMM_UPS, at + 9, frame | 3), E_OK);
    CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, NMM_UPS, frame), at);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_BUSY);
    CHECK(!nmm_is_mapped(memory.ups + at));
    paging_state = 1;
    CHECK(nmm_is_mapped(memory.ups + at));
    flushed = 0;
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, NMM_UPS, at + PAGE_SIZE, frame | 1),
             E_OK);
    CHECK(!nmm_is_mapped(memory.ups + at + PAGE_SIZE));
    CHECK_EQ(flushed, 0);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, NMM_UPS, at,
                  (frame + PAGE_SIZE) | 7), E_OK);
    CHECK_EQ(flushed, 1);
    CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, NMM_UPS, frame), at + PAGE_SIZE);
    CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, NMM_UPS, at), E_OK);
    CHECK_EQ(flushed, 2);
    CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, NMM_UPS, at), E_NOTFOUND);
    CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, NMM_UPS, frame + PAGE_SIZE),
             (s32)PHYS_NOT_MAPPED);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, window), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
    paging_state = 0;
}

static void test_mapping_refused(void)
{
    u32 window = make(ALICE, PAGE_SIZE, REGION_SELF_BACKED);
    saddr_t at = info.base;
    u32 plain = make(ALICE, PAGE_SIZE, 0);
    saddr_t plain_at = info.base;
    u32 backing = make(ALICE, PAGE_SIZE, REGION_FRAMES);
    u32 entry = info.frame | MAP_PRESENT;
    u32 other = make(BOB, PAGE_SIZE, REGION_FRAMES);
    u32 digest = nmm_digest(0);

    CHECK_EQ(CALL(BOB, CREATE_MAPPING, 1, at, info.frame | 1), E_OWNER);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 1, at, info.frame | 1), E_OWNER);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 1, plain_at, entry), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 1, 0, entry), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 1, 0xfffff000, entry), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 1, identity.ups_size, entry),
             E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 0, at, entry), E_OWNER);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 9, at, entry), E_HANDLE);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 1, at, 0xfffff001), E_INVALID);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 1, at, memory.end | 1), E_INVALID);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 1, at, memory.pool | 1), E_OWNER);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 1, at, (memory.ups + at) | 1),
             E_OWNER);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 1, at, entry - 1), E_INVALID);
    for (u32 bit = 3; bit < 12; bit++)
        CHECK_EQ(CALL(ALICE, CREATE_MAPPING, 1, at, entry | 1u << bit),
                 E_INVALID);
    CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, 1, 1), E_INVALID);
    CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, 1, memory.end), (s32)PHYS_NOT_MAPPED);
    CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, 1, memory.ups + plain_at), plain_at);
    CHECK_EQ(nmm_digest(0), digest);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, window), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, plain), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
    CHECK_EQ(CALL(BOB, DESTROY_REGION, other), E_OK);
}

/* What lies beyond the UPS is never a window, whatever it may hold. */
static void test_beyond(void)
{
    u32 backing = make(ALICE, PAGE_SIZE, REGION_FRAMES);
    u32 *beyond = &identity.ups[identity.ups_size >> PAGE_SHIFT];
    u32 kept = *beyond;

    *beyond = entry_reserve(ALICE);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, NMM_UPS, identity.ups_size,
                  info.frame | 1), E_RANGE);
    CHECK_EQ(*beyond, entry_reserve(ALICE));
    *beyond = kept;
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
}

static void test_window_refused(void)
{
    u32 size = 0u - WINDOW;
    s32 whole = CALL(ALICE, CREATE_TABLE, WINDOW, size);

    CHECK(whole > 0);
    CHECK_EQ(CALL(BOB, DESTROY_TABLE, (u32)whole), E_OWNER);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, NMM_UPS), E_OWNER);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, (u32)whole), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, (u32)whole), E_HANDLE);
    CHECK_EQ(CALL(ALICE, CREATE_TABLE, WINDOW, size + PAGE_SIZE), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_TABLE, WINDOW, 0), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_TABLE, WINDOW + 1, PAGE_SIZE), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_TABLE, WINDOW - PAGE_SIZE, PAGE_SIZE),
             E_RANGE);
}

/* Not one table of the core's is the user's in another VSAS but those of `shown`. */
static void check_directory(const u32 *directory, u32 first, u32 end)
{
    for (u32 i = 0; i < WINDOW >> TABLE_SHIFT; i++) {
        const u32 user = i >= first && i < end ? ENTRY_USER : 0;
        CHECK_EQ(directory[i], (identity.directory[i] & ~ENTRY_USER) | user);
    }
}

/* Two pages that all may read, one on each side of a table's end: those beside
 * them are as before, and no method of an owner of a VSAS reaches them. */
static void test_shown(void)
{
    const laddr_t base = WORLD - PAGE_SIZE;
    u32 backing = make(ALICE, PAGE_SIZE, REGION_FRAMES);
    const u32 *entry = &identity.entries[base >> PAGE_SHIFT];
    const u32 whole = ENTRY_PRESENT | ENTRY_DIRECT | identity.global;
    u32 space;

    identity_show(base, 2 * PAGE_SIZE);
    for (u32 i = 0; i < 4; i++) {
        const u32 flags = i - 1 < 2 ? ENTRY_USER : ENTRY_WRITE;
        CHECK_EQ(entry[(int)i - 1], (base + (i - 1) * PAGE_SIZE) | whole | flags);
    }
    space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, PAGE_SIZE);
    check_directory(space_find(space)->directory, (WORLD >> TABLE_SHIFT) - 1,
                    (WORLD >> TABLE_SHIFT) + 1);
    for (laddr_t at = base; at < base + 2 * PAGE_SIZE; at += PAGE_SIZE) {
        CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, at, info.frame | 7),
                 E_RANGE);
        CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space, at), E_RANGE);
        CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, at, 1, 0, ENTRY_WRITE,
                      FLUSH_INVLPG), E_RANGE);
    }
    CHECK_EQ(entry[0], base | whole | ENTRY_USER);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    identity_map(base, 2 * PAGE_SIZE);
    identity.shown.end = identity.shown.first;
    space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, PAGE_SIZE);
    check_directory(space_find(space)->directory, 0, 0);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
}

/* Its tables hold one page; the directory, what is shared and its own. */
static void check_empty_but(const struct space *space, laddr_t page,
                            u32 entry)
{
    const u32 *table = space_entry(space, page & ~(TABLE_SPAN - 1));
    u32 first = WINDOW >> TABLE_SHIFT;

    for (u32 i = 0; i < TABLE_ENTRIES; i++)
        CHECK_EQ(table[i], i == (page >> PAGE_SHIFT) % TABLE_ENTRIES ? entry
                                                                   : 0);
    for (u32 i = 0; i < TABLE_ENTRIES; i++) {
        u32 shared = identity.directory[i] & ~ENTRY_USER;
        u32 own = i == page >> TABLE_SHIFT ? (u32)table | ENTRY_TABLE : 0;

        CHECK_EQ(space->directory[i], i < first ? shared : own);
    }
}

/* The page beside the first or last one of a window, with a table there. */
static void check_edge(u32 space, laddr_t inside, laddr_t outside, u32 entry)
{
    for (u32 i = 0; i < 2; i++) {
        CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, inside, entry), E_OK);
        CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, outside, entry), E_RANGE);
        CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space, outside), E_RANGE);
        CHECK_EQ(CALL(ALICE, ATTRIBUTES, space, outside, 1, 2, 0, 1),
                 E_RANGE);
        CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space, inside), E_OK);
    }
}

static void test_virtual(void)
{
    u32 space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW + PAGE_SIZE,
                          3 * TABLE_SPAN);
    u32 backing = make(ALICE, PAGE_SIZE, REGION_FRAMES);
    laddr_t at = WINDOW + 2 * TABLE_SPAN + 7 * PAGE_SIZE;
    const paddr_t frame = info.frame;
    u32 entry = frame | 7;

    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, entry), E_RANGE);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, space, at, entry), E_OWNER);
    u32 bobs = make(BOB, PAGE_SIZE, REGION_FRAMES);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, space, at, info.frame | 7), E_OWNER);
    CHECK_EQ(CALL(BOB, INVALIDATE_MAPPING, space, at), E_OWNER);
    CHECK_EQ(CALL(BOB, DESTROY_REGION, bobs), E_OK);
    CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space, at), E_NOTFOUND);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, at, entry), E_OK);
    check_empty_but(space_find(space), at, entry);
    check_edge(space, WINDOW + PAGE_SIZE, WINDOW, entry);
    check_edge(space, WINDOW + 3 * TABLE_SPAN, WINDOW + 3 * TABLE_SPAN +
               PAGE_SIZE, entry);
    CHECK_EQ((u32)CALL(ALICE, PHYS_TO_VIRT, space, frame), at);
    CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, NMM_UPS, frame),
             (s32)PHYS_NOT_MAPPED);
    CHECK_EQ(CALL(BOB, INVALIDATE_MAPPING, space, at), E_OWNER);
    CHECK_EQ(CALL(BOB, CREATE_REGION, space, 0, 1, 2, 0), E_OWNER);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, space, 0, 1, 4, 0), E_INVALID);
    check_world();
    CHECK_EQ(world_owned(ALICE), 2);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, backing), E_OK);
}

/* A region of a VSAS that the NMM backs (paper 4.2.2, the default). */
static void test_backed(void)
{
    u32 space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, 2 * TABLE_SPAN);
    u32 size = 8 * PAGE_SIZE;
    u32 region = (u32)CALL(ALICE, CREATE_REGION, space,
                           WINDOW + TABLE_SPAN - PAGE_SIZE, size,
                           REGION_FIXED, (u32)&info);

    CHECK_EQ(info.status, REGION_INVALID);
    CHECK_EQ((u32)CALL(ALICE, PHYS_TO_VIRT, space, info.frame + PAGE_SIZE),
             WINDOW + TABLE_SPAN);
    check_world();
    u32 entry = info.frame | 3;
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, entry), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_BUSY);
    CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, space, WINDOW), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
    CHECK_EQ(world_owned(ALICE), 1);
    CHECK(CALL(ALICE, CREATE_REGION, space, 0, size, 0, 0) > 0);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(world_owned(ALICE), 0);
}

static void test_exhaustion(void)
{
    u32 space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, 0x40000000);
    u32 before = pool_count(), made = 0;
    u32 size = before * TABLE_SPAN + TABLE_SPAN;

    make(ALICE, PAGE_SIZE, REGION_FRAMES);
    u32 entry = info.frame | 1;
    if (size < 0x40000000)
        CHECK_EQ(CALL(ALICE, CREATE_REGION, space, 0, size, 0, 0), E_NOMEM);
    CHECK_EQ(pool_count(), before);
    while (made < 256 && CALL(ALICE, CREATE_TABLE, WINDOW, PAGE_SIZE) > 0)
        made++;
    CHECK(made > 0);
    while (pool_count() > 1)
        pool_create();
    CHECK_EQ(CALL(ALICE, CREATE_TABLE, WINDOW, PAGE_SIZE), E_NOMEM);
    CHECK_EQ(pool_count(), 1);
    pool_create();
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, WINDOW, entry), E_NOMEM);
    CHECK_EQ(CALL(ALICE, CREATE_TABLE, WINDOW, PAGE_SIZE), E_NOMEM);
}

static void test_many(void)
{
    u32 made = 0;
    s32 last;

    while ((last = CALL(ALICE, CREATE_REGION, NMM_UPS, 0, 1, 4, 0)) > 0)
        made++;
    CHECK_EQ(last, E_NOMEM);            /* all of the UPS in single pages */
    CHECK_EQ(made, (identity.ups_size >> PAGE_SHIFT) - 1);
    CHECK_EQ(world_owned(ALICE), made);
    nmm_reclaim(ALICE);
    CHECK_EQ(world_owned(ALICE), 0);
}

/* The first slot that has no directory, and none when all have. */
static void test_slots(void)
{
    u32 *const other = (u32 *)4;

    for (u32 slot = SPACE_FIRST; slot < SPACES; slot++) {
        CHECK(space_find_free() == &spaces[slot]);
        spaces[slot].directory = (void *)other;
    }
    CHECK(!space_find_free());
    for (u32 slot = SPACES; slot-- > SPACE_FIRST;) {
        spaces[slot].directory = NULL;
        CHECK(space_find_free() == &spaces[slot]);
    }
}

int main(void)
{
    world_start();
    u32 digest = nmm_digest(0);
    void (*const tests[])(void) = {
        test_core, test_region, test_paging, test_behind, test_stale,
         test_region_refused, test_self_backed,
        test_mapping_refused, test_beyond, test_window_refused, test_shown,
        test_virtual, test_backed, test_many, test_slots,
    };

    for (u32 i = 0; i < ARRAY_SIZE(tests); i++) {
        tests[i]();
        check_world();
        CHECK_EQ(nmm_digest(0), digest);
    }
    test_exhaustion();
    return check_done();
}
