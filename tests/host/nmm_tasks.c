/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/* Which suspended tasks can be gone on with, by what their CS and SS name; who
 * keeps paging on; and handles that are used up. */
#include "check.h"
#include "nmm_world.h"
#include "../../nmm/task/task_state.h"

#define ALICE 0x13ff
#define WINDOW NMM_WINDOW_BASE
#define GLOBAL(i) ((SEGMENT_FIRST + (i)) * 8)
#define STACK 0x11111000u

static struct region_info info;

static s32 make_task(u32 ldt, u32 space, u32 cs, u32 ss, u32 esp1)
{
    const struct task t = { .ldt = ldt, .space = space, .cs = cs, .ss = ss,
                            .esp1 = esp1 };

    return CALL(ALICE, CREATE_TSS, (u32)&t);
}

static int is_present(u32 selector)
{
    return (int)(gdt[selector >> 3] >> 47 & 1);
}

static void put(u32 selector, u32 type, u32 dpl, u32 present)
{
    gdt[selector >> 3] = descriptor_segment(&(struct segment){
        .base = 0x1000, .size = PAGE_SIZE, .type = (u8)type, .dpl = (u8)dpl,
        .present = (u8)present });
}

/* Manual, 5.7: of code any that does not conform, of stacks what can be
 * written and grows up; DPL and RPL the same. */
static int fits(u32 type, u32 dpl, u32 rpl, u32 present, int code)
{
    const u32 plain = type & ~1u;       /* accessed */

    if (!present || dpl != rpl)
        return 0;
    return code ? plain == 0x18 || plain == 0x1a : plain == 0x12;
}

static void test_can_go_on(void)
{
    const s32 task = make_task(0, NMM_UPS, UPS_CS, UPS_DS, STACK);
    struct tss *state = tss_at((u16)task);

    CHECK(task > 0);
    for (u32 i = 0; i < 32 * 4 * 4 * 2; i++) {
        const u32 type = i & 31, dpl = i >> 5 & 3, rpl = i >> 7 & 3;
        const u32 present = i >> 9;
        put(GLOBAL(0), type, dpl, present);
        put(GLOBAL(1), 0x1b, rpl, 1);
        put(GLOBAL(2), 0x13, rpl, 1);
        state->cs = GLOBAL(0) | rpl;
        state->ss = GLOBAL(2) | rpl;
        task_refresh(0);
        CHECK_EQ(is_present((u32)task), fits(type, dpl, rpl, present, 1));
        state->cs = GLOBAL(1) | rpl;
        state->ss = GLOBAL(0) | rpl;
        task_refresh(1);
        CHECK_EQ(is_present((u32)task), fits(type, dpl, rpl, present, 0));
    }
    put(GLOBAL(0), 0x1b, 1, 1);         /* the one that runs stays */
    state->cs = GLOBAL(1);
    task_register = (u16)task;
    const u64 before = gdt[task >> 3];
    task_refresh(0);
    CHECK_EQ(gdt[task >> 3], before);
    task_register = CORE_TSS;
    for (u32 i = 0; i < 3; i++)
        gdt[GLOBAL(i) >> 3] = 0;
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)task), E_OK);
}

/* Manual, 5.6: data or code that can be read, of a DPL no less than ring and
 * RPL. What else a data register names is null when the task goes on. */
static int loads(u32 type, u32 dpl, u32 rpl, u32 ring, u32 present)
{
    const u32 plain = type & ~1u;

    return present && dpl >= ring && dpl >= rpl &&
           (plain == 0x10 || plain == 0x12 || plain == 0x1a);
}

static void check_data(struct tss *state, u32 ring, u32 i)
{
    const u32 type = i & 31, dpl = i >> 5 & 3, rpl = i >> 7 & 3;
    const u32 named = GLOBAL(0) | rpl;
    const int kept = loads(type, dpl, rpl, ring, i >> 9);

    put(GLOBAL(0), type, dpl, i >> 9);
    state->cs = ring == 1 ? UPS_CS : GLOBAL(1) | 3;
    state->ds = state->es = state->fs = state->gs = named;
    task_refresh(1);
    CHECK_EQ(state->ds, kept ? named : 0);
    CHECK_EQ(state->es, kept ? named : 0);
    CHECK_EQ(state->fs, kept ? named : 0);
    CHECK_EQ(state->gs, kept ? named : ring == 1 ? THREAD_DS : 0);
}

static void test_data(void)
{
    const s32 task = make_task(0, NMM_UPS, UPS_CS, UPS_DS, STACK);

    CHECK(task > 0);
    for (u32 i = 0; i < 32 * 4 * 4 * 2; i++) {
        check_data(tss_at((u16)task), 1, i);
        check_data(tss_at((u16)task), 3, i);
    }
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)task), E_OK);
    gdt[SEGMENT_FIRST] = 0;
}

/* A table with code, 15, and data, 23, in a window. */
static u32 make_windows(struct local_segment *s)
{
    const u32 space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, TABLE_SPAN);
    const u32 ldt = (u32)CALL(ALICE, CREATE_LDT, 8);

    *s = (struct local_segment){ .space = space, .base = WINDOW, .index = 1,
                                 .size = PAGE_SIZE, .type = LOCAL_CODE };
    CHECK_EQ(CALL(ALICE, CREATE_LOCAL, ldt, (u32)s), 15);
    s->index = 2;
    s->type = LOCAL_DATA;
    CHECK_EQ(CALL(ALICE, CREATE_LOCAL, ldt, (u32)s), 23);
    return ldt;
}

/* With segments of windows only while paging is on. */
static void test_windows(void)
{
    struct local_segment s;
    const u32 ldt = make_windows(&s);
    const s32 task = make_task(ldt, s.space, 15, 23, STACK);

    CHECK(task > 0 && !is_present((u32)task));
    for (u32 on = 0; on < 2; on++) {
        task_refresh(on);
        CHECK_EQ(is_present((u32)task), (int)on);
    }
    CHECK_EQ(CALL(ALICE, DESTROY_LOCAL, ldt, 23), E_OK);
    task_refresh(1);
    CHECK(!is_present((u32)task));
    nmm_reclaim(ALICE);
}

/* As paging is, so a task stays, whatever else is made and goes beside it. */
static void keep_windows(int on)
{
    struct local_segment s;
    const u32 ldt = make_windows(&s);
    const s32 task = make_task(ldt, s.space, 15, 23, STACK);

    CHECK(task > 0);
    CHECK_EQ(is_present((u32)task), on);
    s.index = 3;
    CHECK_EQ(CALL(ALICE, CREATE_LOCAL, ldt, (u32)&s), 31);
    CHECK_EQ(is_present((u32)task), on);
    CHECK_EQ(CALL(ALICE, DESTROY_LOCAL, ldt, 31), E_OK);
    CHECK_EQ(is_present((u32)task), on);
    task_segment_gone(31);
    CHECK_EQ(is_present((u32)task), on);
    const s32 other = make_task(ldt, s.space, 15, 23, STACK);
    CHECK(is_present((u32)task) == on && is_present((u32)other) == on);
    nmm_reclaim(ALICE);
}

static void test_windows_kept(void)
{
    for (paging_state = 0; paging_state < 2; paging_state++)
        keep_windows((int)paging_state);
    paging_state = 0;
}

/* Each of the two that may need it: the task in TR, and the current one. */
static void test_paging(void)
{
    const u32 space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, TABLE_SPAN);
    const s32 in_window = make_task(0, space, UPS_CS, UPS_DS, STACK);
    const s32 in_ups = make_task(0, NMM_UPS, UPS_CS, UPS_DS, STACK);
    const s32 choices[] = { 0, in_window, in_ups };

    CHECK(CALL(ALICE, CREATE_REGION, NMM_UPS, 0, PAGE_SIZE, 0,
               (u32)&info) > 0);
    caller = stack_of_caller = info.base;
    for (u32 i = 0; i < 9; i++) {
        const s32 running = choices[i % 3], current = choices[i / 3];
        const int needed = current == in_window || running == in_window;
        CHECK_EQ(CALL(ALICE, PAGING, 1), 0);
        task_register = running ? (u16)running : CORE_TSS;
        task_current = current ? task_find((u32)current) : NULL;
        host_cr3 = 0x1000;              /* left over: C has to look */
        CHECK_EQ(CALL(ALICE, PAGING, 0), needed ? E_PAGING : 1);
        task_register = CORE_TSS;
        task_current = NULL;
        CHECK_EQ(CALL(ALICE, PAGING, 0), needed ? 1 : 0);
    }
    caller = stack_of_caller = 0;
    nmm_reclaim(ALICE);
}

/* A task that no JMP leads to is current again, where CONTEXT_GATE could make it
 * so; else nothing changes. */
static void test_resume(void)
{
    const u32 space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, TABLE_SPAN);
    const u32 ldt = (u32)CALL(ALICE, CREATE_LDT, 2);
    const s32 hard = make_task(0, NMM_UPS, UPS_CS, UPS_DS, STACK);
    const s32 choices[] = { make_task(ldt, space, 0, 0, STACK),
                            make_task(0, NMM_UPS, 0, 0, STACK), hard, 0, 0x19 };

    for (u32 i = 0; i < 4 * ARRAY_SIZE(choices); i++) {
        const s32 task = choices[i / 4];
        const int can = i < 8 && (i >= 4 || i & 1);
        paging_state = i & 1;
        CHECK_EQ(task_can_resume((u32)task), can);
        task_register = i & 2 ? (u16)hard : CORE_TSS;
        host_cr3 = context.stack = 0x1000;
        task_resume((u32)task, STACK);
        const int is_done = can && !(i & 2);
        CHECK_EQ(task_current == task_find((u32)task), is_done || i >= 12);
        CHECK_EQ(context.stack, is_done ? STACK : 0x1000);
        CHECK(!is_done || context.ldt == task_current->ldt);
        CHECK(!is_done || context.bitmap == task_current->io_bitmap);
        CHECK_EQ(host_cr3, is_done ? task_current->cr3 : 0x1000);
        task_register = CORE_TSS;
        task_current = NULL;
    }
    paging_state = 0;
    nmm_reclaim(ALICE);
}

/* 32 bytes below it and the word at it, all there. */
static void test_stack(void)
{
    user_gap = STACK + PAGE_SIZE;
    for (s32 off = -64; off <= (s32)PAGE_SIZE + 64; off += 4) {
        const s32 task = make_task(0, NMM_UPS, UPS_CS, UPS_DS,
                                   user_gap + (u32)off);
        const int right = off <= -4 || off >= (s32)PAGE_SIZE + 32;
        CHECK(right ? task > 0 : task == E_ADDRESS);
        if (task > 0)
            CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)task), E_OK);
    }
    user_gap = 0;
    for (u32 esp1 = 0; esp1 < 2 * PAGE_SIZE; esp1 += 2) {
        const s32 task = make_task(0, NMM_UPS, UPS_CS, UPS_DS, esp1);
        const int right = !esp1 || (esp1 >= PAGE_SIZE && esp1 % 4 == 0);
        CHECK(right ? task > 0 : task == E_ADDRESS);
        if (task > 0)
            CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)task), E_OK);
    }
}

/* Nobody pulls code or stack from under itself, to the byte. */
static void test_inside(void)
{
    for (u32 i = 0; i < 16; i++) {
        const int is_segment = i & 1, by_stack = i >> 1 & 1;
        struct segment_info made;
        const s32 it = is_segment
            ? CALL(ALICE, CREATE_SEGMENT, 2 * PAGE_SIZE, LOCAL_DATA, 1,
                   (u32)&made)
            : CALL(ALICE, CREATE_REGION, NMM_UPS, 0, 2 * PAGE_SIZE, 0,
                   (u32)&info);
        const u32 base = is_segment ? made.ups : info.base;
        const u32 edges[] = { base - 1, base, base + 2 * PAGE_SIZE - 1,
                              base + 2 * PAGE_SIZE };
        const u32 edge = i >> 2;

        caller = stack_of_caller = STACK;
        *(by_stack ? &stack_of_caller : &caller) = edges[edge];
        const enum method way = is_segment ? DESTROY_SEGMENT : DESTROY_REGION;
        const int inside = edge == 1 || edge == 2;
        CHECK_EQ(CALL(ALICE, way, (u32)it), inside ? E_BUSY : E_OK);
        caller = stack_of_caller = STACK;
        CHECK_EQ(CALL(ALICE, way, (u32)it), inside ? E_OK : E_HANDLE);
        caller = stack_of_caller = 0;
    }
}

/* A slot's handles: positive, and none that was there a moment ago. */
static void test_handles(void)
{
    s32 before[3] = { 0, 0, 0 };

    for (u32 i = 0; i < 0x8100; i++) {
        const s32 made[3] = {
            CALL(ALICE, CREATE_REGION, NMM_UPS, 0, PAGE_SIZE, REGION_FRAMES, 0),
            CALL(ALICE, CREATE_TABLE, WINDOW, PAGE_SIZE),
            CALL(ALICE, CREATE_LDT, 2) };
        for (u32 k = 0; k < 3; k++) {
            CHECK(made[k] > 0 && made[k] != before[k]);
            before[k] = made[k];
        }
        CHECK_EQ(CALL(ALICE, DESTROY_REGION, (u32)made[0]), E_OK);
        CHECK_EQ(CALL(ALICE, DESTROY_TABLE, (u32)made[1]), E_OK);
        CHECK_EQ(CALL(ALICE, DESTROY_LDT, (u32)made[2]), E_OK);
    }
}

int main(void)
{
    const u32 frames = (memory.pool_end - memory.pool) >> PAGE_SHIFT;

    CHECK(!pool_reserve(frames + 1));
    CHECK(!pool_reserve(0xfffff));
    world_start();
    const u32 digest = nmm_digest(0);
    test_can_go_on();
    test_data();
    test_windows();
    test_windows_kept();
    test_paging();
    test_resume();
    test_stack();
    test_inside();
    test_handles();
    check_world();
    CHECK_EQ(nmm_digest(0), digest);
    return check_done();
}
