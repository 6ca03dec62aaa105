/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * The proof of experiment fault,ring1: a page that is mapped and holds what was
 * stored, and before it neither. Each of them decides, and what is refused
 * while the scene is set up is taken down again.
 */
#include "../../modules/api/deimos.h"

#undef GRAPH_READ
#define GRAPH_READ(member_, to_) ((to_) = 0)
#include "../../bench/experiments/fault/fault.c"

#include "check.h"
#include "teardown.h"

static u32 memory[PAGE_SIZE / 4] __attribute__((aligned(PAGE_SIZE)));
static u32 maps, regions, paging_on, attached_to, steps, failing, elsewhere;

void fault_enter(void) { }
void fault_body(void) { }

static int refused(void) { return ++steps == failing; }

static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info)
{
    CHECK(space == NMM_UPS && !base && size == PAGE_SIZE);
    if (refused())
        return E_NOMEM;
    info->base = (u32)memory;
    info->frame = 0x7000;
    CHECK(flags == (regions ? REGION_FRAMES : REGION_SELF_BACKED));
    return (int)++regions;
}

static int destroy_region(u32 region)
{
    CHECK(region && region <= 2);
    regions--;
    return 0;
}

static int map(u32 space, laddr_t page, u32 entry)
{
    CHECK(space == NMM_UPS && page == (u32)memory &&
          entry == (0x7000 | MAP_PRESENT | MAP_WRITE));
    if (refused())
        return E_NOMEM;
    maps = 1;
    return 0;
}

static int unmap(u32 space, laddr_t page)
{
    CHECK(space == NMM_UPS && page == (u32)memory);
    if (refused())
        return E_NOTFOUND;
    maps = 0;
    return 0;
}

static u32 find(u32 space, paddr_t looked_for)
{
    CHECK(space == NMM_UPS && looked_for == 0x7000);
    return elsewhere ? (u32)memory + PAGE_SIZE :
           maps ? (u32)memory : PHYS_NOT_MAPPED;
}

static int set_paging(u32 on)
{
    const int before = (int)paging_on;

    if (refused())
        return E_NOMEM;
    paging_on = on;
    return before;
}

static int attach_vector(u32 which, void (*handler)(void))
{
    CHECK(which == PAGE_FAULT && handler == fault_enter);
    if (refused())
        return E_BUSY;
    attached_to++;
    return 0;
}

static int detach_vector(u32 which)
{
    CHECK_EQ(which, PAGE_FAULT);
    attached_to--;
    return 0;
}

static const struct nmm nmm_table = {
    .create_region = create_region, .destroy_region = destroy_region,
    .create_page_mapping = map, .invalidate_page_mapping = unmap,
    .phys_to_virt = find, .paging = set_paging };
static const struct vector vector_table = {
    .attach = attach_vector, .detach = detach_vector };

/* That step of the scene is refused, 5: none; paging stays as it was, whatever
 * the row before has found. */
static void try_scene(u32 step, u32 was_on, int before)
{
    paging_before = before;
    paging_on = was_on;
    steps = 0;
    failing = step;
    CHECK_EQ(set_up(0) < 0, step < 5);
    CHECK_EQ(regions, step < 3 ? step - 1 : 2);
    failing = 0;
    CHECK_EQ(tear_down(), 0);
    CHECK(!regions && !attached_to && paging_on == was_on);
    CHECK_EQ(tear_down(), 0);           /* twice is once */
    CHECK(!regions && !attached_to && paging_on == was_on);
}

static void test_scene(void)
{
    for (u32 i = 0; i < 5 * 2 * 3; i++)
        try_scene(1 + i % 5, i / 5 % 2, (int)(i / 10) - 1);
}

static void test_proof(void)
{
    paging_on = 0;
    CHECK_EQ(set_up(0), 0);
    CHECK(attached_to == 1 && paging_on);
    for (u32 i = 0; i < 12; i++) {
        memory[0] = (u32)memory;        /* of the sample before */
        elsewhere = 0;
        CHECK_EQ(prepare(), 0);
        CHECK(!maps);
        CHECK(check() < 0);             /* nothing has happened yet */
        maps = i & 1;
        if (i & 2)                      /* the store has completed */
            memory[0] = (u32)memory;
        elsewhere = i >= 4;
        if (i >= 8)
            memory[0] += 4;
        CHECK_EQ(check() == 0, i == 3);
    }
    elsewhere = 1;                      /* another page maps the frame */
    CHECK_EQ(prepare(), E_VERIFY);
    elsewhere = 0;
    for (u32 i = 1; i <= 2; i++) {
        steps = 0, failing = i;
        CHECK(prepare() < 0);
    }
    failing = 0;
    CHECK_EQ(tear_down(), 0);
}

static int unmap_gone(u32 space, laddr_t page)
{
    (void)space;
    (void)page;
    return E_NOTFOUND;                  /* the last sample has failed */
}

static void set_scene(void)
{
    attached = 1;
    paging_before = 1;
    window = 11;
    backing = 12;
}

static void test_tear_down(void)
{
    static const int all[] = { GIVEN_VECTOR + PAGE_FAULT, GIVEN_PAGING + 1, 11,
                               12 };
    struct nmm table = giving_nmm;

    table.invalidate_page_mapping = unmap_gone;
    nmm = &table;
    vector = &giving_vector;
    check_given(set_scene, tear_down, all, 4);
}

int main(void)
{
    nmm = &nmm_table;
    vector = &vector_table;
    test_scene();
    test_proof();
    test_tear_down();
    return check_done();
}
