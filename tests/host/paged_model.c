/* SPDX-License-Identifier: MIT */
/* sources: modules/models/paged !modules/models/paged/control.c
 * !modules/models/paged/fault.c !modules/models/paged/init.c
 * !modules/models/paged/fault.S !modules/models/paged/protect.S
 * modules/lib/space/spaces.c modules/lib/space/known.c
 * modules/lib/ring3/ldt.c modules/lib/space/lock.c
 * modules/lib/space/extent.c modules/lib/space/parts.c
 * modules/lib/client/load.c
 * core/lib/format.c core/lib/string.S core/lib/error.c */
/*
 * The methods of the whole paged model: what a space is made of, what a
 * program finds in it, what is left when something was refused.
 */
#include "paged_machine.h"

#define AT(page) ((page) * PAGE_SIZE)
#define SMALL 96u               /* pages of a window */
#define STACK 16u               /* of these, at its end */

static const struct memory *const m = &model_memory;

static struct memory_usage used(int space)
{
    struct memory_usage usage;

    CHECK_EQ(m->usage(space, &usage), 0);
    return usage;
}

static int new_space(void)
{
    const int space = m->create();

    CHECK(space > 0);
    return space;
}

static u32 shadow(int space, u32 page)
{
    return space_find(space)->shadow[page];
}

/* --- Sizes --------------------------------------------------------------- */

static int take(u32 count)
{
    struct region_info info;

    return new_region(NMM_UPS, 0, count * PAGE_SIZE, 0, &info);
}

static void check_sizes(u32 frame_count, u32 page_count, u32 window)
{
    const u32 reserve = SPACES * SURE_PAGES;

    CHECK_EQ(frames.count, frame_count);
    CHECK_EQ(frames.free, frame_count);
    CHECK_EQ(pages.count, page_count + reserve);
    CHECK_EQ(pages.left, page_count + reserve - 1);
    CHECK_EQ(pages.reference_count, page_count / 2);
    CHECK_EQ(pages.references_left, page_count / 2 - 1);
    CHECK_EQ(space_window, window);
    CHECK_EQ(used(0).free, frame_count * PAGE_SIZE);
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
    const int a = take(3000), b = take(192), c = take(2000);
    end_region((u32)a);                 /* 3000 and 3000: the first is larger */
    CHECK_EQ(init(SELF), 0);
    check_sizes(375, 4096, 16384);
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
static int make(u32 what, int *made)
{
    u32 at;

    switch (what) {
    case 0: return *made = m->create();
    case 1: return m->load(*made, "program");
    case 2: return m->map(*made, 0, AT(3), RW, &at);
    case 3: return m->attach(*made, "new", AT(2), RW, &at);
    default: return m->copy(*made);
    }
}

static void test_refusals(void)
{
    const u32 live = world_live();
    int made = 0;

    CHECK(world_refusals(make, 5, &made) > 30);
    for (u32 i = 0; i < SPACES; i++)
        if (space_slot(i))
            CHECK_EQ(m->destroy(space_slot(i)->client.head.handle), 0);
    CHECK_EQ(world_live(), live);
    CHECK(!attached && frames.resident == ring_count());
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
    CHECK(reach(handle, PAGE_SIZE, W) == NULL);
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
    CHECK_EQ(m->destroy(copy), 0);
    CHECK_EQ(m->destroy(handle), 0);
}

/* --- What every method looks at first ------------------------------------ */

static int call(u32 method, int space, int other)
{
    static u8 data[8];
    struct memory_usage usage;
    u32 at;

    switch (method) {
    case 0: return m->load(space, "program");
    case 1: return m->attach(space, "one", AT(1), RW, &at);
    case 2: return m->share(space, AT(40), AT(1), other, R, &at);
    case 3: return m->read(space, AT(40), data, 8);
    case 4: return m->write(space, AT(40), data, 8);
    case 5: return pin(space, AT(40), AT(1));
    case 6: return m->map(space, AT(50), AT(1), RW, &at);
    case 7: return m->protect(space, AT(50), AT(1), RW);
    case 8: return m->grow(space, 100, &at);
    case 9: return m->unmap(space, AT(50), AT(1));
    case 10: return m->usage(space, &usage);
    case 11: return m->copy(space);
    default: return m->destroy(space);
    }
}

static void test_handles(void)
{
    const int a = new_space(), b = new_space();
    u32 at = 0;

    CHECK_EQ(m->map(a, AT(40), AT(2), RW, &at), 0);
    for (u32 i = 0; i < 13; i++)
        CHECK_EQ(call(i, b + 1, b), E_HANDLE);
    CHECK_EQ(call(2, a, b + 1), E_HANDLE);
    is_off = 1;                         /* paging is */
    for (u32 i = 0; i < 6; i++)
        CHECK_EQ(call(i, a, b), E_PAGING);
    CHECK_EQ(limit(3), E_PAGING);
    CHECK_EQ(sync(), E_PAGING);
    CHECK_EQ(idle(), E_PAGING);
    CHECK_EQ(m->release_frame(frames.at[0].address), E_PAGING);
    CHECK_EQ(call(6, a, b), 0);
    CHECK_EQ(call(7, a, b), 0);
    CHECK_EQ(call(9, a, b), 0);
    CHECK_EQ(ring_count(), 0);
    CHECK_EQ(m->run(a, 1), a + 1);
    is_off = 0;
    CHECK_EQ(ring_count(), 0);
    CHECK_EQ(m->run(a, 1), a + 1);
    CHECK_EQ(ring_count(), frames.count);
    for (u32 i = 0; i < 6; i++)
        CHECK(call(i, a, b) >= 0);
    CHECK(call(8, a, b) >= 0);
    CHECK_EQ(m->destroy(a), 0);
    CHECK_EQ(m->destroy(b), 0);
    CHECK_EQ(idle(), (int)frames.count);
}

/* --- Memory, the store, other models ------------------------------------- */

/* More pages than frames: each is written back and brought again. */
static void test_replacement(void)
{
    const int a = new_space();
    const struct memory_usage before = used(0);
    u32 at = 0;

    placed = 0;
    CHECK_EQ(m->map(a, 0, AT(70), RW, &at), 0);
    CHECK_EQ(used(a).mapped, AT(70));
    for (u32 round = 1; round < 3; round++)
        for (u32 i = 0; i < 70; i++)
            *reach(a, at + AT(i), W) = round * 100 + i;
    for (u32 i = 0; i < 70; i++)
        CHECK_EQ(*reach(a, at + AT(i), R), 200 + i);
    CHECK_EQ(used(a).resident, AT(frames.count));
    CHECK_EQ(used(0).free, 0);
    CHECK(used(0).evictions - before.evictions > 70);
    CHECK(used(0).writes - before.writes > 70);
    CHECK_EQ(used(0).faults - before.faults, count(5) - (int)before.faults);
    CHECK(placed > 70);
    CHECK_EQ(limit(10), 0);
    CHECK_EQ(frames.resident, 10);
    CHECK_EQ(used(a).resident, AT(10));
    for (u32 i = 0; i < 70; i++)
        CHECK_EQ(*reach(a, at + AT(i), R), 200 + i);
    CHECK_EQ(frames.resident, 10);
    CHECK_EQ(pin(a, at, AT(5)), 0);
    CHECK_EQ(frames.resident + 5, used(a).resident / PAGE_SIZE);
    CHECK_EQ(limit(0), 0);
    CHECK_EQ(m->destroy(a), 0);
    CHECK_EQ(used(0).free, AT(frames.count));
}

/* A frame that another model wants, and one that it has. */
static void test_peers(void)
{
    const int a = new_space();
    u32 at = 0;

    CHECK_EQ(m->map(a, 0, AT(2), RW, &at), 0);
    volatile u32 *word = reach(a, at, W);
    *word = 123;
    const paddr_t frame = (u32)word & ~(PAGE_SIZE - 1);
    const u32 lost = used(0).lost;
    CHECK_EQ(m->release_frame(frame + 1), E_INVALID);
    CHECK_EQ(m->release_frame(frame), 0);
    foreign[(frame - world_arena) / PAGE_SIZE] = 1;
    CHECK_EQ(*reach(a, at, R), 123);
    CHECK(((u32)reach(a, at, R) & ~(PAGE_SIZE - 1)) != frame);
    CHECK_EQ(used(0).lost, lost + 2);           /* given, and not had */
    CHECK(used(0).free < AT(frames.count - 1));
    peer_gives = 1;
    CHECK_EQ(idle(), (int)frames.count - 1);
    CHECK_EQ(m->map(a, 0, AT(frames.count), RW, &at), 0);
    for (u32 i = 0; i < frames.count - 1; i++)
        *reach(a, at + AT(i), W) = i;
    CHECK(!foreign[(frame - world_arena) / PAGE_SIZE]);
    CHECK_EQ(used(a).resident, AT(frames.count));
    peer_gives = 0;
    CHECK_EQ(m->destroy(a), 0);
}

/* Objects: as many names as there are, for a space and for all. */
static void test_names(void)
{
    int many[10];
    u32 at = 0;
    char name[STORE_NAME] = "n00";

    for (u32 i = 0; i < 10; i++)
        many[i] = new_space();
    for (u32 i = 0; i <= OBJECTS; i++) {
        name[1] = (char)('a' + i / 16);
        name[2] = (char)('a' + i % 16);
        CHECK_EQ(m->attach(many[i / 16], name, AT(1), R, &at),
                 i == OBJECTS ? E_FULL : 0);
    }
    CHECK_EQ(m->attach(many[0], name, AT(1), R, &at), E_FULL);
    CHECK_EQ(m->attach(many[0], "nba", AT(1), R, &at), E_QUOTA);
    CHECK_EQ(m->attach(many[0], "naa", AT(1), RW, &at), E_RIGHTS);
    CHECK_EQ(m->attach(many[0], "naa", AT(2), R, &at), E_RANGE);
    CHECK_EQ(m->attach(many[9], "naa", 0, R, &at), 0);
    CHECK_EQ(m->attach(many[9], "paged.x", AT(1), R, &at), E_INVALID);
    CHECK_EQ(m->attach(many[9], "", AT(1), R, &at), E_INVALID);
    CHECK_EQ(m->attach(many[9], NULL, AT(1), R, &at), E_INVALID);
    CHECK_EQ(m->attach(many[9], "x", AT(1), W, &at), E_INVALID);
    CHECK_EQ(m->attach(many[9], "x", AT(1), 8 | R, &at), E_INVALID);
    CHECK_EQ(m->attach(many[9], "none", 0, R, &at), E_FULL);
    for (u32 i = 0; i < 10; i++)
        CHECK_EQ(m->destroy(many[i]), 0);
    const int last = new_space();
    CHECK_EQ(m->attach(last, "none", 0, R, &at), E_NOTFOUND);
    CHECK_EQ(m->attach(last, "nha", 0, RW, &at), 0);
    CHECK_EQ(m->destroy(last), 0);
}

/* What was written is in the store: by sync, and with the last mapping. */
static void test_store(void)
{
    const int a = new_space(), b = new_space();
    u32 at = 0, other = 0;

    CHECK_EQ(m->attach(a, "data", AT(3), RW, &at), 0);
    *reach(a, at + AT(1), W) = 11;
    *reach(a, at + AT(2), W) = 12;
    stored_writes = 0;
    store_refuses = 1;
    CHECK_EQ(sync(), E_NOMEM);
    store_refuses = 0;
    store_dies = 1;
    CHECK_EQ(sync(), E_DIED);
    store_dies = 0;
    CHECK_EQ(sync(), 0);
    CHECK_EQ(stored_writes, 2);
    *reach(a, at + AT(2), W) = 13;
    CHECK_EQ(m->attach(b, "data", AT(2), R, &other), 0);
    CHECK_EQ(*reach(b, other + AT(1), R), 11);
    CHECK_EQ(used(a).shared, AT(1));
    CHECK_EQ(m->destroy(a), 0);
    CHECK_EQ(stored_writes, 3);
    CHECK_EQ(m->attach(b, "data", 0, R, &other), 0);
    CHECK_EQ(*reach(b, other + AT(1), R), 11);
    CHECK_EQ(*reach(b, other + AT(2), R), 13);
    CHECK(reach(b, other + AT(2), W) == NULL);
    CHECK_EQ(m->destroy(b), 0);
}

static void test_page(void)
{
    const int a = new_space();
    laddr_t linear = 0;

    CHECK_EQ(model_page(a, AT(5) + 3, &linear), space_find(a)->vsas);
    CHECK_EQ(linear, NMM_WINDOW_BASE + AT(5) + 3);
    CHECK(model_page(a, AT(SMALL) - 1, &linear) > 0);
    CHECK_EQ(model_page(a, AT(SMALL), &linear), E_RANGE);
    CHECK_EQ(model_page(a + 1, 0, &linear), E_HANDLE);
    CHECK_EQ(m->destroy(a), 0);
}

int main(void)
{
    void (*const tests[])(void) = {
        test_common, test_space, test_many, test_refusals, test_program,
        test_no_program, test_handles, test_replacement, test_peers,
        test_names, test_store, test_page,
    };

    setvbuf(stdout, NULL, _IONBF, 0);
    machine_begin();
    test_init();
    CHECK_EQ(init(SELF), 0);
    test_again();
    for (u32 i = 0; i < ARRAY_SIZE(tests); i++) {
        tests[i]();
        CHECK_EQ(configure(50, 2048, SMALL), 0);
        check_sizes(50, 2048, SMALL);
    }
    leave();
    CHECK_EQ(world_live(), 0);
    return check_done();
}
