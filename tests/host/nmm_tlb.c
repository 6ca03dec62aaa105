/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c
 * core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/*
 * What the processor would still believe: a TLB that holds every page of the
 * custom VSAS and of one more, and forgets only what it is told to. After
 * each method, whatever it believes is so in the tables.
 */
#include <stdlib.h>

#include "check.h"
#include "nmm_world.h"

#define ALICE 0x13ff
#define BOB 0x2600
#define LINEAR_PAGES (1u << (32 - PAGE_SHIFT))
#define RIGHTS (ENTRY_WRITE | ENTRY_USER)
#define WINDOW NMM_WINDOW_BASE
#define WINDOW_PAGES 24
#define BACKING_PAGES 16

static u32 tlb[LINEAR_PAGES];           /* entries; 0: not held */
static const struct space *loaded;
static u32 checks_of_pages;

static void forget(laddr_t base, u32 pages)
{
    for (u32 i = 0; i < pages; i++)
        tlb[(base >> PAGE_SHIFT) + i] = 0;
}

static void hold(laddr_t page, const u32 *entry)
{
    bool present = entry && *entry & ENTRY_PRESENT;

    tlb[page >> PAGE_SHIFT] = present ? *entry : 0;
}

static void walk(void (*visit)(laddr_t page, const u32 *entry))
{
    for (laddr_t page = WORLD; page < WORLD_END; page += PAGE_SIZE)
        visit(page, &identity.entries[page >> PAGE_SHIFT]);
    for (u32 i = 0; loaded->directory && i < WINDOW_PAGES; i++) {
        laddr_t page = loaded->map.low + i * PAGE_SIZE;

        visit(page, space_entry(loaded, page));
    }
}

static void believe(laddr_t page, const u32 *entry)
{
    u32 held = tlb[page >> PAGE_SHIFT], is = entry ? *entry : 0;

    if (held == 0)
        return;
    checks_of_pages++;
    CHECK(is & ENTRY_PRESENT);
    CHECK_EQ(held & (ENTRY_FRAME | ENTRY_GLOBAL),
             is & (ENTRY_FRAME | ENTRY_GLOBAL));
    CHECK_EQ(held & RIGHTS & ~is, 0);
}

static u32 spaces_made[2], windows[2], pools[3], plains[3], ldt;
static struct region_info backing[3], plain[3], self;

static u32 any(u32 n)
{
    return (u32)rand() % n;
}

static u32 make(u32 owner, u32 space, u32 pages, u32 flags,
                struct region_info *info)
{
    s32 region = CALL(owner, CREATE_REGION, space, 0, pages * PAGE_SIZE,
                      flags, (u32)info);

    CHECK(region > 0);
    return (u32)region;
}

static void start(void)
{
    for (u32 i = 0; i < 2; i++) {
        spaces_made[i] = (u32)CALL(ALICE, CREATE_TABLE, WINDOW,
                                   WINDOW_PAGES * PAGE_SIZE);
        windows[i] = make(ALICE, spaces_made[i], any(4) + 1, REGION_SELF_BACKED,
                          &self);
    }
    make(ALICE, NMM_UPS, 8, REGION_SELF_BACKED, &self);
    for (u32 i = 0; i < 3; i++)
        pools[i] = make(i == 2 ? BOB : ALICE, NMM_UPS, BACKING_PAGES,
                        REGION_FRAMES | (i ? REGION_COMMON : 0), &backing[i]);
    ldt = (u32)CALL(ALICE, CREATE_LDT, 4);
    loaded = space_find(spaces_made[0]);
}

static u32 any_place(u32 *space)
{
    *space = any(3) ? spaces_made[any(2)] : NMM_UPS;
    return *space == NMM_UPS ? self.base + any(8) * PAGE_SIZE
                             : WINDOW + any(WINDOW_PAGES) * PAGE_SIZE;
}

static s32 change_mapping(void)
{
    u32 space, at = any_place(&space);
    paddr_t frame = backing[any(3)].frame + any(BACKING_PAGES) * PAGE_SIZE;

    switch (any(6)) {
    case 0: case 1: case 2:
        return CALL(ALICE, CREATE_MAPPING, space, at, frame | 1 | any(4) * 2);
    case 3:
        return CALL(ALICE, INVALIDATE_MAPPING, space, at);
    default:
        return CALL(ALICE, ATTRIBUTES, space, at, 1 + any(3), any(4) * 2 +
                    !any(4), any(4) * 2, FLUSH_INVLPG + any(5));
    }
}

/* A region of a VSAS comes and goes, or one of the UPS that is shared. */
static void change_region(void)
{
    u32 i = any(3), space = spaces_made[any(2)];
    bool shared = any(2);
    s32 region = plains[i];

    if (region > 0) {
        plains[i] = CALL(ALICE, DESTROY_REGION, region) < 0 ? region : 0;
    } else if (any(2)) {
        plains[i] = make(ALICE, NMM_UPS, 1 + any(3), 0, &plain[i]);
    } else {
        region = shared ? CALL(ALICE, SHARE, pools[0], space, WINDOW +
                               any(8) * PAGE_SIZE, any(4) * 2)
                        : CALL(ALICE, CREATE_REGION, space, 0, PAGE_SIZE, 0,
                               0);
        plains[i] = region > 0 ? (u32)region : 0;
    }
}

static void change_segment(void)
{
    u32 i = any(3);
    const struct local_segment s = {
        .type = LOCAL_DATA, .space = NMM_UPS, .base = plain[i].base,
        .size = PAGE_SIZE, .index = 1 + any(3),
    };

    if (any(2))
        CALL(ALICE, CREATE_LOCAL, ldt, (u32)&s);
    else
        CALL(ALICE, DESTROY_LOCAL, ldt, (1 + any(3)) * 8 + 7);
}

static void step(void)
{
    if (!any(8)) {                      /* another CR3, global pages stay */
        loaded = space_find(spaces_made[any(2)]);
        walk(hold);
    }
    switch (any(6)) {
    case 0: change_region(); break;
    case 1: change_segment(); break;
    default: change_mapping();
    }
    walk(believe);
    walk(hold);
}

int main(void)
{
    world_start();
    on_flush = forget;
    start();
    srand(11);
    paging_state = 1;
    walk(hold);
    for (u32 kind = REVERSE_SCAN; kind <= REVERSE_CHAIN; kind++) {
        CHECK(CALL(ALICE, STRUCTURE, kind) >= 0);
        for (u32 i = 0; i < 700; i++)
            step();
        check_world();
    }
    nmm_reclaim(ALICE);
    walk(believe);
    CHECK(checks_of_pages > 1000000);
    return check_done();
}
