/* SPDX-License-Identifier: MIT */
/* sources: modules/models/paged !modules/models/paged/control.c
 * !modules/models/paged/fault.c !modules/models/paged/init.c
 * !modules/models/paged/fault.S !modules/models/paged/protect.S
 * modules/lib/space/spaces.c modules/lib/sharing/known.c
 * modules/lib/ring3/ldt.c
 * modules/lib/space/extent.c modules/lib/space/parts.c
 * modules/lib/space/asked.c modules/lib/space/area.c modules/lib/space/area_copy.c
 * modules/lib/call/look.c
 * modules/lib/client/load.c modules/lib/client/described.c
 * core/lib/format.c core/lib/string.S core/lib/error.c */
/*
 * The whole paged model: its sizes, what a space is made of, what a program
 * finds in it, and what is left when something was refused.
 */
#include "paged_checks.h"

/* --- Sizes --------------------------------------------------------------- */

static int take(u32 count)
{
    struct region_info info;

    return new_region(NMM_UPS, 0, count * PAGE_SIZE, 0, &info);
}

/* An eighth of the largest stretch, and never more than 4 MiB. */
static void test_init(void)
{
    static const u32 left[] = { 8192, 8191, 4000, 2000 };

    for (u32 i = 0; i < ARRAY_SIZE(left); i++) {
        const int first = left[i] < 8192 ? take(8192 - left[i]) : 0;
        CHECK_EQ(init(SELF), 0);
        check_sizes(left[i] / 8, left[i] < 8192 ? 4096 : 16384, 16384);
        CHECK_EQ(paging_started, 1);
        leave();
        CHECK_EQ(paging_started, 0);
        if (first)
            end_region((u32)first);
        CHECK_EQ(world_live(), 0);
    }
    const int a = take(4000), b = take(192), c = take(2000);
    end_region((u32)a);                 /* 4000, and 2000 at the end */
    CHECK_EQ(init(SELF), 0);
    check_sizes(500, 4096, 16384);
    leave();
    end_region((u32)b);
    end_region((u32)c);
    for (int n = 0; n < 4; n++) {
        world_fail = n;
        CHECK_EQ(init(SELF), E_NOMEM);
        CHECK(world_fail < 0 && !paging_started);
        leave();
        paging_started++;
    }
    paging_started = 0;
}

/* Other sizes, each alone; one that fails changes nothing. */
static void test_again(void)
{
    CHECK_EQ(configure(100, 0, 0), 0);
    check_sizes(100, 16384, 16384);
    CHECK_EQ(configure(0, 512, 0), 0);
    check_sizes(100, 512, 16384);
    CHECK_EQ(configure(0, 0, 64), 0);
    check_sizes(100, 512, 64);
    const u32 live = world_live();
    for (int n = 0; n < 4; n++) {
        world_fail = n;
        CHECK_EQ(configure(200, 1024, 128), E_NOMEM);
        check_sizes(100, 512, 64);
        CHECK_EQ(world_live(), live);
    }
    CHECK_EQ(configure(50, 2048, SMALL), 0);
    check_sizes(50, 2048, SMALL);
}

static void test_tables(void)
{
    static struct page *taken[5000];
    u32 count = 0;

    while (count < ARRAY_SIZE(taken) && (taken[count] = page_create()))
        count++;
    CHECK_EQ(count, 2048 + SPACES * SURE_PAGES - 1 - reserve_count());
    CHECK_EQ(pages.left, 0);
    while (count)
        page_drop_unused(taken[--count]);
}

/* Frames of other models that were there first; not those of others. */
static void test_common(void)
{
    struct region_info common, own;
    const u32 kind = REGION_FRAMES | REGION_COMMON;
    const int theirs = new_region(NMM_UPS, world_arena + AT(7000), AT(5),
                                  kind | REGION_FIXED, &common);
    const int ours = new_region(NMM_UPS, world_arena + AT(7010), AT(3), kind,
                                &own);

    CHECK_EQ(configure(20, 0, 0), 0);
    CHECK_EQ(frames.count, 25);
    for (u32 i = 0; i < 5; i++)
        CHECK_EQ(frames.at[20 + i].address, common.base + AT(i));
    for (u32 i = 1; i < 20; i++)
        CHECK_EQ(frames.at[i].address, frames.at[0].address + AT(i));
    end_region((u32)theirs);
    end_region((u32)ours);
    CHECK_EQ(configure(50, 0, 0), 0);
}

/* --- Spaces -------------------------------------------------------------- */

static void check_segment(const struct space *space, u32 selector, u32 type)
{
    const struct local_segment *s =
        &world_ldts[space->client.ldt].at[selector >> 3];

    CHECK(s->index && s->type == type && s->space == space->vsas);
    CHECK(s->base == NMM_WINDOW_BASE && s->size == SMALL * PAGE_SIZE);
}

static void test_space(void)
{
    const u32 live = world_live();
    const int handle = new_space();
    const struct space *space = space_find(handle);

    CHECK_EQ(space->pages, SMALL);
    CHECK_EQ(table_pages[space->vsas], SMALL);
    CHECK_EQ(task_space, space->vsas);
    check_segment(space, CLIENT_CODE, LOCAL_CODE_ONLY);
    check_segment(space, CLIENT_DATA, LOCAL_DATA);
    check_segment(space, CLIENT_STACK, LOCAL_DATA);
    for (u32 i = 0; i < SMALL; i++)
        CHECK_EQ(space->shadow[i], 0);
    CHECK(attached == 1 && clients_attached == 1);
    CHECK_EQ(configure(60, 0, 0), E_BUSY);
    world_is_active = 1;
    CHECK_EQ(m->destroy(handle), E_ACTIVE);
    world_is_active = 0;
    const int other = new_space();
    CHECK(other != handle && attached == 1);
    CHECK_EQ(used(0).spaces, 2);
    CHECK_EQ(used(other).spaces, 1);
    CHECK_EQ(m->destroy(handle), 0);
    CHECK(attached == 1 && clients_attached == 1);
    protect_recent = space_find(other);
    CHECK_EQ(m->destroy(other), 0);
    CHECK(attached == 0 && clients_attached == 0);
    CHECK(protect_recent != space && !protect_recent->vsas);
    CHECK_EQ(m->destroy(other), E_HANDLE);
    CHECK_EQ(world_live(), live);
    for (attach_refused = 1; attach_refused <= 2; attach_refused++) {
        CHECK_EQ(m->create(), attach_refused == 1 ? E_BUSY : E_FULL);
        CHECK(!attached && !clients_attached && world_live() == live);
    }
    attach_refused = 0;
}

static void test_many(void)
{
    world_orphans = 0;
    world_fill(SPACES);
    CHECK_EQ(world_orphans, SPACES + 1);
    CHECK_EQ(attached, 0);
}

/* A refused request, whichever it is, has made and changed nothing. */
static int make(u32 what, int made)
{
    u32 at;

    switch (what) {
    case 0: return m->map(made, 0, AT(3), RW, &at);
    case 1: return m->attach(made, "new", AT(2), RW, &at);
    default: return m->copy(made);
    }
}

static void test_refusals(void)
{
    const u32 live = world_live();
    int made = 0;

    CHECK(world_refusals(make, 3, &made) > 30);
    CHECK_EQ(world_checked, 1);
    for (u32 i = 0; i < SPACES; i++)
        if (space_slot(i))
            CHECK_EQ(m->destroy(space_slot(i)->client.head.handle), 0);
    CHECK_EQ(world_live(), live);
    CHECK(!attached && frames.resident == reserve_count());
}

/* --- A program ----------------------------------------------------------- */

static void check_bytes(int space, u32 address, const u8 *want, u32 size)
{
    static u8 data[DATA_START + DATA_SIZE];

    CHECK_EQ(m->read(space, address, data, size), 0);
    CHECK(!memcmp(data, want, size));
}

static void test_program(void)
{
    const int handle = new_space();
    const struct space *space = space_find(handle);
    const u32 data = AT(1 + (TEXT_SIZE + PAGE_SIZE - 1) / PAGE_SIZE);
    const u32 first = SMALL - STACK;
    u32 at = 0;

    CHECK_EQ(m->grow(handle, 1, &at), E_NOTFOUND);
    CHECK_EQ(m->load(handle, "program"), 0);
    CHECK_EQ(m->load(handle, "program"), E_EXISTS);
    CHECK_EQ(sysenter_open, 1);
    CHECK_EQ(shadow(handle, 0), 0);
    CHECK_EQ(shadow(handle, 1) & SHADOW_RIGHTS, R | X);
    CHECK_EQ(shadow(handle, data / PAGE_SIZE) & SHADOW_RIGHTS, RW);
    CHECK_EQ(shadow(handle, data / PAGE_SIZE + 1), 0);
    CHECK_EQ(shadow(handle, first - 2), 0);
    CHECK_EQ(shadow(handle, first - 1), SHADOW_GUARD);
    for (u32 i = first; i < SMALL; i++)
        CHECK_EQ(shadow(handle, i), SHADOW_DEMAND);
    CHECK_EQ(space->client.top, AT(SMALL));
    CHECK_EQ(space->client.entry, PAGE_SIZE + 16);
    CHECK(!strcmp(space->client.name, "program"));
    CHECK_EQ(space->end, data + DATA_SIZE);
    check_bytes(handle, PAGE_SIZE, world_program, TEXT_SIZE);
    check_bytes(handle, data, world_program + DATA_START, DATA_SIZE);
    CHECK(!reach(handle, PAGE_SIZE, W));
    CHECK_EQ(m->grow(handle, 100, &at), 0);
    CHECK_EQ(at, data + DATA_SIZE);
    CHECK_EQ(m->grow(handle, PAGE_SIZE, &at), 0);
    CHECK_EQ(at, data + DATA_SIZE + 100);
    CHECK_EQ(shadow(handle, data / PAGE_SIZE + 1), SHADOW_DEMAND);
    CHECK_EQ(shadow(handle, data / PAGE_SIZE + 2), 0);
    CHECK_EQ(m->map(handle, 0, AT(first - 4 - data / PAGE_SIZE), RW, &at), 0);
    CHECK_EQ(at, data + AT(3));
    CHECK_EQ(m->grow(handle, AT(2), &at), E_NOMEM);
    CHECK_EQ(m->unmap(handle, AT(first - 1), AT(1)), E_RANGE);
    CHECK_EQ(m->map(handle, AT(first - 1), AT(1), RW, &at), E_BUSY);
    CHECK_EQ(m->run(handle, 5), handle + 5);
    CHECK_EQ(m->destroy(handle), 0);
    CHECK_EQ(sysenter_open, 0);
}

/* What is in the way of a program: nothing of it is left. */
static void test_no_program(void)
{
    const int handle = new_space();
    u32 at = 0;

    world_image_error = E_NOTFOUND;
    CHECK_EQ(m->load(handle, "program"), E_NOTFOUND);
    world_image_error = 0;
    sysenter_error = E_UNSUPPORTED;
    CHECK_EQ(m->load(handle, "program"), E_UNSUPPORTED);
    sysenter_error = 0;
    static const u32 in_way[] = { 1, 2, SMALL - STACK - 1, SMALL - STACK,
                                  SMALL - 1 };
    for (u32 i = 0; i < ARRAY_SIZE(in_way); i++) {
        CHECK_EQ(m->map(handle, AT(in_way[i]), AT(1), R, &at), 0);
        CHECK_EQ(m->load(handle, "program"), E_BUSY);
        for (u32 n = 0; n < SMALL; n++)
            CHECK_EQ(shadow(handle, n), n == in_way[i] ? SHADOW_USED | R : 0);
        CHECK_EQ(used(handle).resident, 0);
        CHECK_EQ(m->unmap(handle, AT(in_way[i]), AT(1)), 0);
    }
    CHECK(!space_find(handle)->client.name[0] && !space_find(handle)->end);
    CHECK_EQ(m->load(handle, "program"), 0);
    const int copy = m->copy(handle);
    CHECK(copy > 0 && copy != handle);
    CHECK_EQ(m->load(copy, "program"), E_EXISTS);
    CHECK(!memcmp(&space_find(copy)->client.name,
                  &space_find(handle)->client.name, NAME_SIZE));
    CHECK_EQ(space_find(copy)->client.entry, space_find(handle)->client.entry);
    CHECK_EQ(space_find(copy)->client.top, space_find(handle)->client.top);
    CHECK_EQ(space_find(copy)->end, space_find(handle)->end);
    CHECK_EQ(m->grow(copy, 7, &at), 0);
    const u32 left = pages.references_left, live = world_live();
    pages.references_left = 1;
    CHECK_EQ(m->copy(handle), E_FULL);
    CHECK_EQ(world_live(), live);
    pages.references_left = left;
    CHECK_EQ(m->destroy(copy), 0);
    CHECK_EQ(m->destroy(handle), 0);
}

int main(void)
{
    void (*const tests[])(void) = {
        test_common, test_space, test_many, test_refusals, test_program,
        test_no_program, test_tables,
    };

    machine_begin();
    test_init();
    CHECK_EQ(init(SELF), 0);
    test_again();
    run_tests(tests, ARRAY_SIZE(tests));
    leave();
    CHECK_EQ(world_live(), 0);
    return check_done();
}
