/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * The proofs of experiment rlookup: what was found, what both calls of an
 * update gave, where the other frame is, and whether the page is gone again.
 * Each decides alone. And tear_down leaves nothing.
 */
#include "../../bench/experiments/rlookup/rlookup.c"

#include "check.h"
#include "teardown.h"

#define TARGET 0x7000u
#define CONTROL 0x9000u
#define PAGE_OF_CONTROL (NMM_WINDOW_BASE + PAGE_SIZE)

static u32 target_at, control_at;       /* where they are mapped */
static u32 structure, refusals;

void rlookup_body(void) { }

static u32 find(u32 in, paddr_t looked_for)
{
    CHECK_EQ(in, 11);
    CHECK(looked_for == TARGET || looked_for == CONTROL);
    return looked_for == TARGET ? target_at : control_at;
}

static int unmap(u32 in, laddr_t page)
{
    CHECK_EQ(in, 11);
    CHECK_EQ(page, page_of(pages));
    target_at = PHYS_NOT_MAPPED;
    return refusals ? E_NOTFOUND : 0;
}

static int map(u32 in, laddr_t page, u32 entry)
{
    CHECK_EQ(in, 11);
    CHECK_EQ(entry, TARGET | MAP_PRESENT | MAP_WRITE);
    target_at = page;
    return 0;
}

static int set_structure(u32 wanted)
{
    const u32 before = structure;

    structure = wanted;
    return (int)before;
}

static void test_lookup(void)
{
    for (u32 i = 0; i < 2 * 2 * 2; i++) {
        expected = i & 4 ? PHYS_NOT_MAPPED : page_of(7);
        CHECK_EQ(prepare(), 0);
        control_at = PAGE_OF_CONTROL;
        CHECK(check() < 0);             /* nothing was asked yet */
        found = i & 1 ? expected + PAGE_SIZE : expected;
        control_at = i & 2 ? expected : PAGE_OF_CONTROL;
        CHECK_EQ(check() == 0, !(i & 3));
    }
}

static void test_update(void)
{
    static const int answers[] = { 0, 1, E_NOMEM };

    for (u32 i = 0; i < 3 * 3 * 2 * 2; i++) {
        target_at = page_of(pages);     /* of a sample that has failed */
        CHECK_EQ(prepare_update(), 0);
        CHECK_EQ(target_at, PHYS_NOT_MAPPED);
        control_at = PAGE_OF_CONTROL;
        CHECK(check_update() < 0);
        body_update();
        CHECK_EQ(check_update(), 0);
        mapped = answers[i % 3];
        unmapped = answers[i / 3 % 3];
        control_at = i / 9 % 2 ? page_of(0) : PAGE_OF_CONTROL;
        target_at = i / 18 ? page_of(pages) : PHYS_NOT_MAPPED;
        CHECK_EQ(check_update() == 0, !i);
    }
    target_at = page_of(pages);
    refusals = 1;
    CHECK_EQ(prepare_update(), E_NOTFOUND);
}

static void set_scene(void)
{
    space = 11;
    backing = 12;
    structure_before = 1;
    structure_now = (int)(structure = 2);
}

/* One page more than the window has is refused before anything is made. */
static void test_too_many(void)
{
    CHECK_EQ(set_up_update(2, MAPPINGS_MAX), E_RANGE);
    CHECK_EQ(set_up_update(2, 0xffffffff), E_RANGE);
    CHECK_EQ(set_up_miss(2, MAPPINGS_MAX + 1), E_RANGE);
}

static void test_tear_down(void)
{
    static const int all[] = { 11, 12 };
    struct nmm table = giving_nmm;

    table.reverse_structure = set_structure;
    nmm = &table;
    check_given(set_scene, tear_down, all, 2);
    CHECK_EQ(structure, 1);
    set_scene();
    structure = 0;                      /* somebody has changed it meanwhile */
    CHECK_EQ(give_all(tear_down, 0), E_VERIFY);
}

int main(void)
{
    static const struct nmm table = {
        .phys_to_virt = find, .create_page_mapping = map,
        .invalidate_page_mapping = unmap };

    nmm = &table;
    space = 11;
    target = TARGET;
    control = CONTROL;
    control_page = PAGE_OF_CONTROL;
    pages = 5;
    test_lookup();
    test_update();
    test_tear_down();
    test_too_many();
    return check_done();
}
