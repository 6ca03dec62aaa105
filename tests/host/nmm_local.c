/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c !nmm/task/local.c
 *         core/descriptor/descriptor.c core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/* A segment of a window that goes, in whichever way, goes from FS and GS, too:
 * they have cached it. What is not of an LDT stays. */
#include "../../core/x86/x86.h"

static unsigned fs, gs;
#define x86_fs() (fs)
#define x86_gs() (gs)
#define x86_load_fs(selector) (fs = (selector))
#define x86_load_gs(selector) (gs = (selector))
#include "../../nmm/task/local.c"

#include "check.h"
#include "nmm_world.h"

#define ALICE 0x13ff
#define WINDOW NMM_WINDOW_BASE

static struct region_info info;
static u32 space, ldt, selector;

static const struct local_segment *segment(u32 size)
{
    static struct local_segment s;

    s = (struct local_segment){ .space = space, .base = WINDOW, .index = 3,
                                .size = size, .type = LOCAL_DATA };
    return &s;
}

static void start(void)
{
    space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, TABLE_SPAN);
    ldt = (u32)CALL(ALICE, CREATE_LDT, 8);
    selector = (u32)CALL(ALICE, CREATE_LOCAL, ldt, (u32)segment(PAGE_SIZE));
    CHECK_EQ(selector, 3 * 8 + 7);
}

/* The ways that it goes. */
static void destroy(void)
{
    CHECK_EQ(CALL(ALICE, DESTROY_LOCAL, ldt, selector), E_OK);
}

static void replace(void)
{
    CHECK_EQ(CALL(ALICE, CREATE_LOCAL, ldt, (u32)segment(2 * PAGE_SIZE)),
             selector);
}

static void replace_by_gate(void)
{
    const struct local_segment s = { .index = 3, .type = LOCAL_GATE,
                                     .handler = ALICE << PAGE_SHIFT };

    CHECK_EQ(CALL(ALICE, CREATE_LOCAL, ldt, (u32)&s), selector);
}

static void destroy_table(void)
{
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, ldt), E_OK);
}

static void reclaim(void)
{
    nmm_reclaim(ALICE);
}

static void paging_off(void)
{
    caller = stack_of_caller = info.base;
    CHECK_EQ(CALL(ALICE, PAGING, 1), 0);
    CHECK_EQ(CALL(ALICE, PAGING, 0), 1);
}

static void check_register(u32 is, u32 was, u32 instead)
{
    CHECK_EQ(is, was & SELECTOR_LOCAL ? instead : was);
}

static void try(void (*way)(void))
{
    static const u32 held[] = { 0, UPS_DS, THREAD_DS, 3, 0x2b, 0x1f, 0x1c,
                                0x0f, 0xfffc };

    for (u32 i = 0; i < ARRAY_SIZE(held); i++)
        for (u32 k = 0; k < ARRAY_SIZE(held); k++) {
            const u32 digest = nmm_digest(0);
            start();
            fs = held[i];
            gs = held[k];
            way();
            check_register(fs, held[i], 0);
            check_register(gs, held[k], THREAD_DS);
            CHECK_EQ(ldt_windows, way == replace || way == paging_off);
            nmm_reclaim(ALICE);
            CHECK_EQ(ldt_windows, 0);
            CHECK_EQ(nmm_digest(0), digest);
        }
}

int main(void)
{
    void (*const ways[])(void) = { destroy, replace, replace_by_gate,
                                   destroy_table, reclaim, paging_off };

    world_start();
    CHECK(CALL(2, CREATE_REGION, NMM_UPS, 0, PAGE_SIZE, 0, (u32)&info) > 0);
    for (u32 i = 0; i < ARRAY_SIZE(ways); i++)
        try(ways[i]);
    check_world();
    return check_done();
}
