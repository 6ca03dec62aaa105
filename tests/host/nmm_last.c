/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/* The last slot of each table, and the last entry of what lies in it: looked at,
 * counted, told in the digest and given back, as all others are. */
#include "check.h"
#include "nmm_world.h"
#include "../../nmm/task/task_state.h"

#define ALICE 0x13ff
#define BOB 0x2600
#define WINDOW NMM_WINDOW_BASE
#define CODE (ALICE << PAGE_SHIFT)      /* hers */
#define ENTRIES 5u

static u8 taken;                        /* what a slot has that is not free */

/* --- Tasks ---------------------------------------------------------------- */

#define GLOBAL(i) ((SEGMENT_FIRST + (i)) * 8 + 1)

static void put(u32 i, u32 type, u32 is_there)
{
    gdt[SEGMENT_FIRST + i] = descriptor_segment(&(struct segment){
        .base = 0x1000, .size = PAGE_SIZE, .type = (u8)type, .dpl = 1,
        .present = (u8)is_there });
}

static s32 make_task(u32 owner, u32 eip)
{
    const struct task t = { .space = NMM_UPS, .cs = UPS_CS, .ss = UPS_DS,
                            .eip = eip, .esp1 = CODE };

    return CALL(owner, CREATE_TSS, (u32)&t);
}

/* Until it is where the last one lies, which alone stays: slots go round. */
static u32 last_task(u32 owner)
{
    s32 task;

    while ((task = make_task(owner, CODE)) > 0 &&
           !tasks[TASKS - 1].selector)
        CHECK_EQ(CALL(owner, DESTROY_TSS, (u32)task), E_OK);
    CHECK_EQ(task_count, 1);
    CHECK_EQ(tasks[TASKS - 1].selector, task);
    return (u32)task;
}

static void test_task(void)
{
    const u32 empty = task_digest(0), task = last_task(ALICE);

    CHECK(task_digest(0) != empty);
    CHECK_EQ(task_leads_into(ALICE), 1);
    CHECK_EQ(task_leads_into(BOB), 0);
    for (u32 there = 2; there-- > 0;) {
        put(0, 0x1b, there);
        put(1, 0x13, there);
        tss_at((u16)task)->cs = GLOBAL(0);
        tss_at((u16)task)->ss = GLOBAL(1);
        task_refresh(0);
        CHECK_EQ(gdt[task >> 3] >> 47 & 1, there);
    }
    gdt[SEGMENT_FIRST] = gdt[SEGMENT_FIRST + 1] = 0;
    nmm_reclaim(ALICE);
    CHECK_EQ(task_count, 0);
    CHECK_EQ(task_digest(0), empty);
}

/* --- LDTs ----------------------------------------------------------------- */

static struct ldt *last_ldt(u32 owner)
{
    struct ldt *last = &ldts[LDTS - 1];

    for (u32 i = 0; i < LDTS - 1; i++)
        ldts[i].table = (void *)&taken;
    CHECK(CALL(owner, CREATE_LDT, ENTRIES) > 0);
    CHECK_EQ(CALL(owner, CREATE_LDT, ENTRIES), last->table ? E_FULL : 0);
    for (u32 i = 0; i < LDTS - 1; i++)
        ldts[i].table = NULL;
    CHECK(last->table && last->owner == owner);
    return last;
}

/* Its last entry a gate, and then a segment. */
static void test_ldt(void)
{
    struct region_info info;
    const u32 empty = ldt_digest(0);
    const s32 region = CALL(ALICE, CREATE_REGION, NMM_UPS, 0, PAGE_SIZE, 0,
                            (u32)&info);
    struct ldt *last = last_ldt(ALICE);
    struct local_segment s = { .index = ENTRIES - 1, .type = LOCAL_GATE,
                               .handler = CODE };

    const u32 made = ldt_digest(0);
    CHECK(made != empty);
    CHECK(CALL(ALICE, CREATE_LOCAL, last->handle, (u32)&s) > 0);
    CHECK(ldt_digest(0) != made);
    CHECK_EQ(ldt_gates(ALICE), 1);
    CHECK_EQ(ldt_gates(BOB), 0);
    s = (struct local_segment){ .index = ENTRIES - 1, .space = NMM_UPS,
        .base = info.base, .size = PAGE_SIZE, .type = LOCAL_DATA };
    CHECK(CALL(ALICE, CREATE_LOCAL, last->handle, (u32)&s) > 0);
    CHECK_EQ(ldt_gates(ALICE), 0);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, (u32)region), E_BUSY);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, last->handle), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, (u32)region), E_OK);
    last_ldt(ALICE);
    nmm_reclaim(ALICE);
    CHECK(!last->table);
    CHECK_EQ(ldt_digest(0), empty);
}

/* --- Spaces --------------------------------------------------------------- */

static struct space *last_space(u32 owner)
{
    struct space *last = &spaces[SPACES - 1];

    for (u32 i = SPACE_FIRST; i < SPACES - 1; i++)
        spaces[i].directory = (void *)&taken;
    CHECK(CALL(owner, CREATE_TABLE, WINDOW, TABLE_SPAN) > 0);
    for (u32 i = SPACE_FIRST; i < SPACES - 1; i++)
        spaces[i].directory = NULL;
    CHECK(last->directory && last->owner == owner);
    return last;
}

/* A frame is mapped there. */
static paddr_t map_frame(u32 space, u32 at)
{
    struct region_info info;

    CHECK(CALL(ALICE, CREATE_REGION, NMM_UPS, 0, PAGE_SIZE, REGION_FRAMES,
               (u32)&info) > 0);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, space, at,
                  info.frame | ENTRY_PRESENT | ENTRY_WRITE), E_OK);
    return info.frame;
}

/* Its page is found by each structure for the way back, which is built anew. */
static void test_structures(const struct space *last)
{
    CHECK(CALL(ALICE, CREATE_REGION, last->handle, WINDOW, PAGE_SIZE,
               REGION_FIXED, 0) > 0);
    const paddr_t frame = map_frame(last->handle, WINDOW);
    for (u32 i = 0; i < 6; i++) {
        CHECK(CALL(ALICE, STRUCTURE, i % 3) >= 0);
        CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, last->handle, frame), (s32)WINDOW);
        check_world();
    }
    CHECK(CALL(ALICE, STRUCTURE, REVERSE_SCAN) >= 0);
}

/* The last region of the UPS finds what it maps, too. */
static void test_region(void)
{
    const struct map *map = &spaces[NMM_UPS].map;
    u32 at = identity.ups_size;
    s32 region = -1;

    while (region < 0)
        region = CALL(ALICE, CREATE_REGION, NMM_UPS, at -= PAGE_SIZE, PAGE_SIZE,
                      REGION_FIXED | REGION_SELF_BACKED, 0);
    CHECK_EQ(regions[map->index[map->count - 1]].handle, region);
    const paddr_t frame = map_frame(NMM_UPS, at);
    for (u32 i = 0; i < 6; i++) {
        CHECK(CALL(ALICE, STRUCTURE, i % 3) >= 0);
        CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, NMM_UPS, frame), (s32)at);
        check_world();
    }
    CHECK(CALL(ALICE, STRUCTURE, REVERSE_SCAN) >= 0);
    nmm_reclaim(ALICE);
}

static void test_space(void)
{
    u32 told[2];

    for (u32 i = 0; i < 2; i++) {
        const u32 owner = i ? BOB : ALICE;
        last_space(owner);
        told[i] = nmm_digest(0);
        nmm_reclaim(owner);
        CHECK(!spaces[SPACES - 1].directory);
    }
    CHECK(told[0] != told[1]);
    test_structures(last_space(ALICE));
    nmm_reclaim(ALICE);
}

int main(void)
{
    world_start();
    const u32 digest = nmm_digest(0);
    test_task();
    test_ldt();
    test_space();
    test_region();
    check_world();
    CHECK_EQ(nmm_digest(0), digest);
    return check_done();
}
