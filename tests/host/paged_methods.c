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
 * The methods of the whole paged model: what each looks at first, and rights.
 */
#include "paged_checks.h"

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
    case 12: return client_may_write(space, AT(40), 8);
    default: return m->destroy(space);
    }
}

static void test_handles(void)
{
    const int a = new_space(), b = new_space();
    u32 at = 0;

    CHECK_EQ(m->map(a, AT(40), AT(2), RW, &at), 0);
    for (u32 i = 0; i < 14; i++)
        CHECK_EQ(call(i, b + 1, b), E_HANDLE);
    CHECK_EQ(call(2, a, b + 1), E_HANDLE);
    is_off = 1;                         /* paging is */
    for (u32 i = 0; i < 6; i++)
        CHECK_EQ(call(i, a, b), E_PAGING);
    CHECK_EQ(call(12, a, b), E_PAGING);
    CHECK_EQ(limit(3), E_PAGING);
    CHECK_EQ(sync(), E_PAGING);
    CHECK_EQ(idle(), E_PAGING);
    CHECK_EQ(m->release_frame(frames.at[0].address), E_PAGING);
    CHECK_EQ(call(6, a, b), 0);
    CHECK_EQ(call(7, a, b), 0);
    CHECK_EQ(call(9, a, b), 0);
    CHECK_EQ(reserve_count(), 0);
    CHECK_EQ(m->run(a, 1), a + 1);
    is_off = 0;
    CHECK_EQ(reserve_count(), 0);
    CHECK_EQ(m->run(a, 1), a + 1);
    CHECK_EQ(reserve_count(), frames.count);
    for (u32 i = 0; i < 6; i++)
        CHECK(call(i, a, b) >= 0);
    CHECK(call(8, a, b) >= 0);
    CHECK_EQ(m->destroy(a), 0);
    CHECK_EQ(m->destroy(b), 0);
    CHECK_EQ(idle(), (int)frames.count);
}

/* Frames that are free wait for fault.S again after an unmap() and before a
 * client runs, if memory can be reached. */
static void test_reserve(void)
{
    const int a = new_space();
    u32 at = 0;

    CHECK_EQ(m->map(a, AT(40), AT(9), RW, &at), 0);
    for (u32 i = 0; i < 9; i++) {
        reserve_drain();
        is_off = (int)i & 1;
        CHECK_EQ(m->unmap(a, AT(40 + i), AT(1)), 0);
        is_off = 0;
        CHECK_EQ(reserve_count(), i & 1 ? 0 : frames.count);
    }
    reserve_drain();
    CHECK_EQ(m->unmap(a, AT(40), AT(1)), E_RANGE);
    CHECK_EQ(reserve_count(), frames.count);
    CHECK_EQ(m->destroy(a), 0);
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

/* Parts of pages, and every access that there is. */
static void test_rights(void)
{
    static const struct { u32 address, size; int error; } at[] = {
        { AT(40), 1, 0 }, { AT(40), AT(1), 0 }, { AT(40), AT(1) + 1, 0 },
        { AT(40), AT(2), 0 }, { AT(40), AT(2) + 1, E_RANGE },
        { AT(40) + 1, 1, E_RANGE }, { AT(40), 0, E_RANGE },
        { AT(39), AT(2), E_RANGE }, { AT(42), 1, E_RANGE },
        { 0, 1, E_RANGE }, { AT(SMALL), 1, E_RANGE },
        { AT(SMALL - 1), AT(2), E_RANGE }, { 0xfffff000, AT(1), E_RANGE } };
    const int a = new_space();
    u32 where;

    CHECK_EQ(m->map(a, AT(40), AT(2), RW, &where), 0);
    for (u32 touched = 0; touched < 3; touched++) {
        if (touched)
            *reach(a, AT(39 + touched), W) = touched;
        for (u32 i = 0; i < ARRAY_SIZE(at); i++)
            for (u32 access = 0; access < 9; access++) {
                const int bad = access > 7 || (access && !(access & R));
                const u32 count = (at[i].size + 4095) / 4096;
                CHECK_EQ(m->protect(a, AT(40), AT(2), RW), 0);
                CHECK_EQ(m->protect(a, at[i].address, at[i].size, access),
                         at[i].address % 4096 || !at[i].size ||
                         !at[i].address || at[i].address >= AT(SMALL) ||
                         count > SMALL - at[i].address / 4096 ? E_RANGE :
                         bad ? E_INVALID : at[i].error);
                const int changed = !at[i].error && !bad;
                for (u32 n = 0; n < 2; n++) {
                    const u32 now = changed && n < count ? access : RW;
                    CHECK_EQ(shadow(a, 40 + n) & SHADOW_RIGHTS, now);
                    CHECK_EQ(reach(a, AT(40 + n), W) != NULL, !!(now & W));
                    CHECK_EQ(reach(a, AT(40 + n), R) != NULL, !!(now & R));
                }
            }
    }
    CHECK_EQ(*reach(a, AT(40), R), 1);
    CHECK_EQ(*reach(a, AT(41), R), 2);
    CHECK_EQ(m->map(a, 0, 0, RW, &where), E_RANGE);
    CHECK_EQ(m->map(a, AT(50), 0, RW, &where), E_RANGE);
    CHECK_EQ(m->map(a, 0, AT(SMALL), RW, &where), E_NOMEM);
    for (u32 access = 0; access < 16; access++)
        CHECK_EQ(m->map(a, 0, 1, access, &where),
                 access & R && access < 8 ? 0 : E_INVALID);
    CHECK_EQ(m->destroy(a), 0);
}

/* Who was given less gives no more. */
static void test_lent(void)
{
    const int a = new_space(), b = new_space();
    u32 at = 0, other = 0;

    CHECK_EQ(m->map(a, 0, AT(2), RW | X, &at), 0);
    CHECK_EQ(m->share(a, at, AT(2), b, R, &other), 0);
    for (u32 access = 0; access < 9; access++) {
        u32 again = 77;
        const int bad = access > 7 || !(access & R);
        const int error = bad ? E_INVALID : access & (W | X) ? E_RIGHTS : 0;
        CHECK_EQ(m->share(b, other, AT(2), a, access, &again), error);
        CHECK_EQ(again == 77, error != 0);
        if (access && access < 8)
            CHECK_EQ(m->protect(b, other, AT(2), access), error);
    }
    CHECK_EQ(m->share(b, other, AT(3), a, R, NULL), E_RANGE);
    CHECK_EQ(m->share(b, other, 0, a, R, NULL), E_RANGE);
    CHECK_EQ(m->share(b, other, AT(1), a, R, NULL), 0);
    CHECK_EQ(m->destroy(a), 0);
    CHECK_EQ(m->destroy(b), 0);
}

int main(void)
{
    void (*const tests[])(void) = { test_handles, test_reserve, test_page,
                                    test_rights, test_lent };

    machine_begin();
    CHECK_EQ(init(SELF), 0);
    CHECK_EQ(configure(50, 2048, SMALL), 0);
    run_tests(tests, ARRAY_SIZE(tests));
    leave();
    CHECK_EQ(world_live(), 0);
    return check_done();
}
