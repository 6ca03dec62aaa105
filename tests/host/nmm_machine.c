/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/* The machine dependent methods, one by one: what each does, and refuses. */
#include "check.h"
#include "../../core/base/hard.h"
#include "nmm_world.h"

#define ALICE 0x13ff
#define BOB 0x2600
#define WINDOW NMM_WINDOW_BASE
#define ALICES_CODE (ALICE << PAGE_SHIFT)

static struct region_info info;
static struct segment_info made;

static u32 make(u32 client, u32 space, u32 size, u32 flags)
{
    s32 region = CALL(client, CREATE_REGION, space, 0, size, flags,
                      (u32)&info);

    CHECK(region > 0);
    return (u32)region;
}

static s32 local(u32 client, u32 ldt, struct local_segment s)
{
    return CALL(client, CREATE_LOCAL, ldt, (u32)&s);
}

#define LOCAL(client, ldt, ...) \
    local(client, ldt, (struct local_segment){ __VA_ARGS__ })

static u32 *page_of(saddr_t address)
{
    return &identity.ups[address >> PAGE_SHIFT];
}

static void test_ldt(void)
{
    u32 pool = pool_count();
    s32 ldt = CALL(ALICE, CREATE_LDT, 8);
    u32 index;

    CHECK(ldt > 0);
    CHECK_EQ(pool_count(), pool - 1);
    CHECK_EQ(world_owned(ALICE), 1);
    index = (u32)ldt & 0xffff;
    CHECK_EQ(gdt[LDT_FIRST + index - 1] >> 40 & 0xff, 0x82);    /* DPL 0 */
    CHECK_EQ(gdt[LDT_FIRST + index - 1] & 0xffff, 8 * 8 - 1);
    CHECK_EQ(CALL(ALICE, CREATE_LDT, 1), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_LDT, 513), E_RANGE);
    CHECK_EQ(CALL(BOB, DESTROY_LDT, (u32)ldt), E_OWNER);
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, (u32)ldt), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, (u32)ldt), E_HANDLE);
    CHECK_EQ(gdt[LDT_FIRST + index - 1], 0);
    u32 count = 0;
    while ((ldt = CALL(ALICE, CREATE_LDT, 512)) > 0)
        count++;
    CHECK_EQ(ldt, count == LDTS ? E_FULL : E_NOMEM);
    nmm_reclaim(ALICE);
    CHECK_EQ(pool_count(), pool);
}

/* On a region: it stays, and its pages are ring 3's for as long. */
static void test_on_region(void)
{
    u32 region = make(ALICE, NMM_UPS, 3 * PAGE_SIZE, 0);
    u32 ldt = (u32)CALL(ALICE, CREATE_LDT, 4);
    saddr_t at = info.base;

    CHECK_EQ(LOCAL(ALICE, ldt, .type = LOCAL_CODE, .space = NMM_UPS,
                   .base = at + 10, .size = 100), 1 * 8 + 7);
    struct segment s;
    descriptor_decode_segment(ldt_find(ldt)->table[1], &s);
    CHECK_EQ(s.base, memory.ups + at + 10);
    CHECK_EQ(s.size, 100);
    CHECK_EQ(s.type, SEGMENT_CODE_XR | SEGMENT_ACCESSED);
    CHECK_EQ(s.dpl, 3);
    CHECK_EQ(*page_of(at + 2 * PAGE_SIZE) & 0xfff, 0x207);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_BUSY);
    paging_state = 1;
    flushed = 0;
    CHECK_EQ(LOCAL(ALICE, ldt, .type = LOCAL_DATA, .space = NMM_UPS,
                   .base = at, .size = 3 * PAGE_SIZE), 2 * 8 + 7);
    CHECK_EQ(flushed, 0);
    CHECK_EQ(CALL(ALICE, DESTROY_LOCAL, ldt, 15), E_OK);
    CHECK_EQ(flushed, 0);
    /* in place of itself: still one */
    CHECK_EQ(LOCAL(ALICE, ldt, .index = 2, .type = LOCAL_DATA_ONLY,
                   .space = NMM_UPS, .base = at, .size = 1), 2 * 8 + 7);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_LOCAL, ldt, 23), E_OK);
    CHECK_EQ(flushed, 3);
    CHECK_EQ(CALL(ALICE, DESTROY_LOCAL, ldt, 23), E_NOTFOUND);
    CHECK_EQ(CALL(ALICE, DESTROY_LOCAL, ldt, 4 * 8 + 7), E_RANGE);
    CHECK_EQ(CALL(ALICE, DESTROY_LOCAL, ldt, 20), E_RANGE);
    paging_state = 0;
    CHECK_EQ(*page_of(at) & 0xfff, 0x303);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, ldt), E_OK);
}

static void test_local_refused(void)
{
    u32 ldt = (u32)CALL(ALICE, CREATE_LDT, 3);
    u32 frames = make(ALICE, NMM_UPS, PAGE_SIZE, REGION_FRAMES);
    saddr_t frames_at = info.base;
    u32 bobs = make(BOB, NMM_UPS, PAGE_SIZE, 0);
    saddr_t bobs_at = info.base;
    u32 region = make(ALICE, NMM_UPS, 0x200000, 0);
    saddr_t at = info.base;
    u32 digest = nmm_digest(0);

#define REFUSED(error, ...) CHECK_EQ(LOCAL(ALICE, ldt, __VA_ARGS__), error)
    REFUSED(E_INVALID, .type = 5, .space = 1, .base = at, .size = 1);
    REFUSED(E_HANDLE, .space = 99, .base = at, .size = 1);
    REFUSED(E_OWNER, .space = NMM_CORE, .base = memory.ups + at, .size = 1);
    REFUSED(E_OWNER, .space = NMM_CORE, .base = memory.pool, .size = 1);
    REFUSED(E_RANGE, .space = 1, .base = 0, .size = 1);
    REFUSED(E_RANGE, .space = 1, .base = identity.ups_size, .size = 1);
    REFUSED(E_RANGE, .space = 1, .base = at, .size = 0);
    REFUSED(E_RANGE, .space = 1, .base = at, .size = 0x200001);
    REFUSED(E_RANGE, .space = 1, .base = at, .size = 0xffffffff);
    REFUSED(E_RANGE, .space = 1, .base = at + 1, .size = 0x200000);
    REFUSED(E_RANGE, .space = 1, .base = at + 0x1ff000, .size = 0x1001);
    /* more than 1 MiB counts in pages: not a byte behind it is granted */
    REFUSED(E_RANGE, .space = 1, .base = at, .size = 0x1fffff);
    REFUSED(E_RANGE, .space = 1, .base = at, .size = 0x100001);
    REFUSED(E_RANGE, .space = 1, .base = at, .size = 0x100fff);
    REFUSED(E_RANGE, .space = 1, .base = at, .size = 0x80000001);
    REFUSED(E_OWNER, .space = 1, .base = bobs_at, .size = 1);
    REFUSED(E_INVALID, .space = 1, .base = frames_at, .size = 1);
    REFUSED(E_RANGE, .index = 3, .space = 1, .base = at, .size = 1);
    REFUSED(E_RANGE, .type = LOCAL_GATE, .handler = ALICES_CODE,
            .dwords = 32);
    REFUSED(E_ADDRESS, .type = LOCAL_GATE, .handler = ALICES_CODE - 1);
    REFUSED(E_ADDRESS, .type = LOCAL_GATE, .handler = 0);
#undef REFUSED
    CHECK_EQ(CALL(ALICE, CREATE_LOCAL, ldt, 1), E_ADDRESS);
    CHECK_EQ(LOCAL(BOB, ldt, .space = 1, .base = bobs_at, .size = 1),
             E_OWNER);
    CHECK_EQ(LOCAL(ALICE, ldt + 1, .space = 1), E_HANDLE);
    CHECK_EQ(nmm_digest(0), digest);
    CHECK_EQ(nmm_wrapper.entered(ALICE), 0);
    CHECK_EQ(LOCAL(ALICE, ldt, .type = LOCAL_GATE, .dwords = 31,
                   .handler = ALICES_CODE), 15);
    CHECK_EQ(ldt_find(ldt)->table[1] >> 32 & 0xffff, 0xec1f);
    CHECK_EQ(nmm_wrapper.entered(ALICE), 1);
    CHECK_EQ(nmm_wrapper.entered(BOB), 0);
    CHECK_EQ(LOCAL(ALICE, ldt, .space = 1, .base = at + 1, .size = 0x1ff000),
             23);
    CHECK_EQ(LOCAL(ALICE, ldt, .space = 1, .base = at, .size = 1), E_FULL);
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, ldt), E_OK);
    CHECK_EQ(nmm_wrapper.entered(ALICE), 0);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, frames), E_OK);
    CHECK_EQ(CALL(BOB, DESTROY_REGION, bobs), E_OK);
}

static s32 task(u32 client, struct task t)
{
    return CALL(client, CREATE_TSS, (u32)&t);
}

#define MAKE_TASK(client, ...) task(client, (struct task){ __VA_ARGS__ })

/* In a window: the LDT is then for tasks of that VSAS. */
static void test_window(void)
{
    u32 ldt = (u32)CALL(ALICE, CREATE_LDT, 4);
    u32 space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, 0x400000);
    u32 top = (u32)CALL(ALICE, CREATE_TABLE, 0xfffff000, PAGE_SIZE);
    u32 bobs = (u32)CALL(BOB, CREATE_TABLE, WINDOW, PAGE_SIZE);

    CHECK_EQ(LOCAL(ALICE, ldt, .space = bobs, .base = WINDOW, .size = 1),
             E_OWNER);
    CHECK_EQ(LOCAL(ALICE, ldt, .space = space, .base = 0, .size = 1),
             E_RANGE);
    CHECK_EQ(LOCAL(ALICE, ldt, .space = space, .base = WINDOW,
                   .size = 0x400001), E_RANGE);
    CHECK_EQ(LOCAL(ALICE, ldt, .space = space, .base = WINDOW + 0x3ff001,
                   .size = 0x1000), E_RANGE);
    CHECK_EQ(LOCAL(ALICE, ldt, .space = top, .base = 0xfffff001,
                   .size = 0x1000), E_RANGE);
    CHECK_EQ(LOCAL(ALICE, ldt, .space = space, .base = WINDOW,
                   .size = 0x400000), 15);
    check_world();
    CHECK_EQ(LOCAL(ALICE, ldt, .space = top, .base = 0xfffff000,
                   .size = 0x1000), E_INVALID);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_BUSY);
    CHECK_EQ(MAKE_TASK(ALICE, .ldt = ldt, .space = NMM_UPS), E_INVALID);
    CHECK_EQ(MAKE_TASK(ALICE, .ldt = ldt, .space = top), E_INVALID);
    s32 tss = MAKE_TASK(ALICE, .ldt = ldt, .space = space);
    CHECK(tss > 0);
    CHECK_EQ(task_find((u32)tss)->directory,
             (u32)space_find(space)->directory);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_LOCAL, ldt, 15), E_OK);
    CHECK_EQ(LOCAL(ALICE, ldt, .space = top, .base = 0xfffff000,
                   .size = 0x1000), E_INVALID);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)tss), E_OK);
    CHECK_EQ(LOCAL(ALICE, ldt, .space = top, .base = 0xfffff000,
                   .size = 0x1000), 15);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, space), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, ldt), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, top), E_OK);
    CHECK_EQ(CALL(BOB, DESTROY_TABLE, bobs), E_OK);
}

static void test_task(void)
{
    u32 region = make(ALICE, NMM_UPS, PAGE_SIZE, 0);
    u32 stack = memory.ups + info.base + 0x800;
    u32 ldt = (u32)CALL(ALICE, CREATE_LDT, 8);
    const u32 types[] = { LOCAL_CODE, LOCAL_CODE_ONLY, LOCAL_DATA,
                          LOCAL_DATA_ONLY };

    for (u32 i = 0; i < ARRAY_SIZE(types); i++)
        CHECK_EQ(LOCAL(ALICE, ldt, .type = types[i], .space = NMM_UPS,
                       .base = info.base, .size = 64), i * 8 + 15);
    CHECK_EQ(LOCAL(ALICE, ldt, .type = LOCAL_GATE, .handler = ALICES_CODE),
             47);
    u32 digest = nmm_digest(0);
#define REFUSED(error, ...) CHECK_EQ(MAKE_TASK(ALICE, __VA_ARGS__), error)
    REFUSED(E_HANDLE, .space = 77);
    REFUSED(E_HANDLE, .ldt = 77, .space = 1);
    REFUSED(E_OWNER, .space = NMM_CORE);
    REFUSED(E_INVALID, .space = 1, .cs = CORE_CS, .ss = CORE_DS);
    REFUSED(E_INVALID, .space = 1, .cs = UPS_CS & ~3u, .ss = UPS_DS);
    REFUSED(E_INVALID, .space = 1, .cs = UPS_CS);
    REFUSED(E_INVALID, .space = 1, .cs = UPS_CS, .ss = THREAD_DS);
    REFUSED(E_INVALID, .space = 1, .cs = UPS_CS, .ss = UPS_DS,
            .ds = CORE_DS);
    REFUSED(E_INVALID, .space = 1, .cs = 15, .ss = 31, .esp1 = stack);
#define IN_LDT(error, ...) \
    REFUSED(error, .ldt = ldt, .space = 1, __VA_ARGS__)
    IN_LDT(E_INVALID, .cs = UPS_CS, .ss = 31, .esp1 = stack);
    IN_LDT(E_INVALID, .cs = 15, .ss = 39, .esp1 = stack);   /* read-only */
    IN_LDT(E_INVALID, .cs = 31, .ss = 31, .esp1 = stack);   /* no code */
    IN_LDT(E_INVALID, .cs = 14, .ss = 31, .esp1 = stack);   /* RPL 2 */
    IN_LDT(E_INVALID, .cs = 47, .ss = 31, .esp1 = stack);   /* the gate */
    IN_LDT(E_INVALID, .cs = 71, .ss = 31, .esp1 = stack);   /* beyond */
    IN_LDT(E_INVALID, .cs = 15, .ss = 31, .ds = 23, .esp1 = stack);
    IN_LDT(E_INVALID, .cs = 15, .ss = 31, .es = UPS_DS, .esp1 = stack);
    IN_LDT(E_INVALID, .cs = 15, .ss = 31, .es = 47, .esp1 = stack);
    IN_LDT(E_ADDRESS, .cs = 15, .ss = 31);
    IN_LDT(E_ADDRESS, .cs = 15, .ss = 31, .esp1 = stack + 2);
    IN_LDT(E_ADDRESS, .cs = 15, .ss = 31, .esp1 = PAGE_SIZE - 4);
#undef IN_LDT
#undef REFUSED
    CHECK_EQ(CALL(ALICE, CREATE_TSS, 1), E_ADDRESS);
    CHECK_EQ(MAKE_TASK(BOB, .ldt = ldt, .space = 1), E_OWNER);
    CHECK_EQ(nmm_digest(0), digest);
    s32 tss = MAKE_TASK(ALICE, .ldt = ldt, .space = 1, .eip = 5, .cs = 15,
                        .esp = 9, .ss = 31, .ds = 39, .es = 15, .eax = 8,
                        .esp1 = stack);
    CHECK_EQ(tss & 7, 1);
    const struct tss *state = tss_at((u16)tss);
    CHECK_EQ(state->cs, 15);
    CHECK_EQ(state->eflags, EFLAGS_FIXED | EFLAGS_IF);
    CHECK_EQ(state->ldt, ldt_selector(ldt_find(ldt)));
    CHECK_EQ(state->cr3, (u32)identity.directory);
    CHECK_EQ(task_find((u32)tss)->directory, 0);
    CHECK_EQ(context_is_open, 1);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, ldt), E_BUSY);
    CHECK_EQ(CALL(BOB, DESTROY_TSS, (u32)tss), E_OWNER);
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)tss & ~1u), E_HANDLE);
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, 0), E_HANDLE);
    task_register = (u16)tss;
    CHECK(task_running() == task_find((u32)tss));
    CHECK_EQ(task_stack(), stack);
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)tss), E_BUSY);
    task_register = CORE_TSS | 1;
    CHECK(!task_running());
    task_current = task_find((u32)tss);
    CHECK(task_running() == task_current);
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)tss), E_BUSY);
    s32 other = MAKE_TASK(ALICE, .space = 1);
    task_register = (u16)other;         /* its LDT may be in LDTR */
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)tss), E_BUSY);
    task_current = NULL;
    task_register = CORE_TSS;
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)other), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)tss), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)tss), E_HANDLE);
    CHECK_EQ(nmm_digest(0), digest);
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, ldt), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, region), E_OK);
}

/* Which I/O bitmap a task has, in its TSS and, while current, in the core's. */
static void test_ports(void)
{
    u32 ldt = (u32)CALL(ALICE, CREATE_LDT, 8);
    u32 ring1 = (u32)MAKE_TASK(ALICE, .space = 1, .cs = UPS_CS, .ss = UPS_DS,
                               .eip = ALICES_CODE);
    u32 t[IO_BITMAPS], digest;

    io_bitmap_init();
    digest = io_bitmap_digest(0);
    for (u32 i = 0; i < IO_BITMAPS; i++)
        t[i] = (u32)MAKE_TASK(ALICE, .ldt = ldt, .space = 1);
    CHECK_EQ(tasks[0].io_distance, tss_io_distance(CORE_TSS, IO_RING1));
    CHECK_EQ(task_find(ring1)->io_bitmap, IO_RING1);
    CHECK_EQ(tss_at((u16)t[0])->io_bitmap, tss_io_distance((u16)t[0], IO_CLOSED));
    CHECK_EQ(task_own_io_bitmap(ALICE, ring1), E_INVALID);
    CHECK_EQ(task_own_io_bitmap(BOB, t[0]), E_OWNER);
    CHECK_EQ(task_own_io_bitmap(ALICE, 0), E_HANDLE);
    task_current = task_find(t[1]);
    tss_set_io_bitmap(CORE_TSS, IO_CLOSED);
    for (u32 i = 0; i < IO_BITMAPS; i++) {
        int n = task_own_io_bitmap(ALICE, t[i]);

        if (n < 0)
            break;
        io_bitmap_open((u32)n, i * 8, 3);
        CHECK(i < IO_BITMAPS - IO_FIRST && n == (int)(IO_FIRST + i));
        CHECK_EQ(tss_at((u16)t[i])->io_bitmap, tss_io_distance((u16)t[i], (u32)n));
        CHECK(io_bitmap_is_open((u32)n, i * 8, 3));
        CHECK(!io_bitmap_is_open((u32)n, i * 8, 4));
        CHECK(!io_bitmap_is_open(IO_CLOSED, i * 8, 1));
        CHECK(!io_bitmap_is_open(IO_RING1, i * 8, 1));
    }
    CHECK_EQ(core_state.io_bitmap,
             tss_io_distance(CORE_TSS, task_find(t[1])->io_bitmap));
    CHECK(io_bitmap_digest(0) != digest);
    task_current = NULL;
    forgotten.times = 0;
    for (u32 i = 0; i < IO_BITMAPS; i++)
        CHECK_EQ(CALL(ALICE, DESTROY_TSS, t[i]), E_OK);
    CHECK_EQ(forgotten.times, IO_BITMAPS - IO_FIRST);
    CHECK_EQ(forgotten.n, IO_BITMAPS - 1);
    for (u32 n = IO_CLOSED; n < IO_BITMAPS; n++)
        CHECK(!io_bitmap_is_open(n, 8, 1) && !io_bitmap_is_open(n, 0, 1));
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, ring1), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, ldt), E_OK);
    CHECK_EQ(io_bitmap_digest(0), digest);
}

/* A task at ring 1 holds the module that it will go on in, and no other. */
static void test_leads(void)
{
    u32 before = nmm_wrapper.entered(ALICE);
    s32 tss = MAKE_TASK(ALICE, .space = 1, .cs = UPS_CS, .ss = UPS_DS,
                        .eip = (BOB << PAGE_SHIFT) + 8);

    CHECK(tss > 0);
    CHECK_EQ(nmm_wrapper.entered(BOB), 1);
    CHECK_EQ(nmm_wrapper.entered(ALICE), before);
    task_register = (u16)tss;           /* it runs: it is not to go on */
    CHECK_EQ(nmm_wrapper.entered(BOB), 0);
    task_register = CORE_TSS;
    CHECK_EQ(CALL(ALICE, DESTROY_TSS, (u32)tss), E_OK);
    CHECK_EQ(nmm_wrapper.entered(BOB), 0);
}

/* A module that goes: while its task is current, and with all that leads
 * from one thing to the other. */
static void test_reclaim(void)
{
    for (u32 hard = 0; hard < 2; hard++) {
        u32 ldt = (u32)CALL(ALICE, CREATE_LDT, 8);
        u32 space = (u32)CALL(ALICE, CREATE_TABLE, WINDOW, PAGE_SIZE);
        u32 other = (u32)CALL(ALICE, CREATE_LDT, 8);

        make(ALICE, NMM_UPS, PAGE_SIZE, 0);
        LOCAL(ALICE, other, .space = 1, .base = info.base, .size = 1);
        LOCAL(ALICE, ldt, .space = space, .base = WINDOW, .size = 1);
        CALL(ALICE, CREATE_SEGMENT, 1, 0, 3, (u32)&made);
        make(ALICE, made.space, PAGE_SIZE, 0);
        LOCAL(ALICE, other, .space = made.space, .size = 9);
        u32 tss = (u32)MAKE_TASK(ALICE, .ldt = ldt, .space = space);
        MAKE_TASK(ALICE, .ldt = other, .space = NMM_UPS);
        s32 bobs = MAKE_TASK(BOB, .space = 1, .cs = UPS_CS, .ss = UPS_DS,
                             .eip = ALICES_CODE + 5);
        CHECK_EQ(nmm_wrapper.entered(ALICE), 1);
        CHECK_EQ(world_owned(ALICE), 9);
        if (hard)
            task_register = (u16)tss;
        else
            task_current = task_find(tss);
        nmm_reclaim(ALICE);
        CHECK_EQ(world_owned(ALICE), 0);
        CHECK_EQ(task_register, CORE_TSS);
        CHECK(!task_current);
        CHECK_EQ(CALL(BOB, DESTROY_TSS, (u32)bobs), E_OK);
        check_world();
    }
}

static void test_many_tasks(void)
{
    u32 first = (u32)MAKE_TASK(ALICE, .space = 1), count = 1;
    s32 last;

    CHECK_EQ(CALL(ALICE, DESTROY_TSS, first), E_OK);
    CHECK(MAKE_TASK(ALICE, .space = 1) != (s32)first);
    while ((last = MAKE_TASK(ALICE, .space = 1)) > 0)
        count++;
    CHECK_EQ(last, E_FULL);
    CHECK_EQ(count, TASKS - 1);
    CHECK_EQ(tasks[0].selector, 0);
    check_world();
    nmm_reclaim(ALICE);
    CHECK_EQ(task_count, 0);
}

static void test_segment(void)
{
    u32 size = 4 * PAGE_SIZE;

    paging_state = 1;
    CHECK_EQ(CALL(ALICE, CREATE_SEGMENT, size, 0, 1, (u32)&made), E_PAGING);
    paging_state = 0;
    CHECK_EQ(CALL(ALICE, CREATE_SEGMENT, 0, 0, 1, (u32)&made), E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_SEGMENT, 0xffffffff, 0, 1, (u32)&made),
             E_RANGE);
    CHECK_EQ(CALL(ALICE, CREATE_SEGMENT, 0x40000000, 0, 1, (u32)&made),
             E_NOMEM);
    CHECK_EQ(CALL(ALICE, CREATE_SEGMENT, size, 4, 1, (u32)&made), E_INVALID);
    CHECK_EQ(CALL(ALICE, CREATE_SEGMENT, size, 0, 0, (u32)&made), E_INVALID);
    CHECK_EQ(CALL(ALICE, CREATE_SEGMENT, size, 0, 2, (u32)&made), E_INVALID);
    CHECK_EQ(CALL(ALICE, CREATE_SEGMENT, size, 0, 1, 1), E_ADDRESS);
    CHECK_EQ(CALL(ALICE, CREATE_REGION, 1, 0, 1, REGION_SEGMENT, 0),
             E_INVALID);
    s32 space = CALL(ALICE, CREATE_SEGMENT, size - 1, LOCAL_DATA, 1,
                     (u32)&made);
    CHECK_EQ(space, made.space);
    CHECK_EQ(made.size, size);
    CHECK_EQ(made.base, memory.ups + made.ups);
    CHECK_EQ(made.selector & 7, 1);
    struct segment s;
    descriptor_decode_segment(gdt_get((u16)made.selector), &s);
    CHECK_EQ(s.base, made.base);
    CHECK_EQ(s.size, size);
    CHECK_EQ(s.type, SEGMENT_DATA_RW);
    CHECK_EQ(s.dpl, 1);
    CHECK(!nmm_is_mapped(made.base));
    check_world();
    CHECK(CALL(ALICE, QUERY_REGION, NMM_UPS, made.ups, (u32)&info) > 0);
    CHECK_EQ(info.flags, REGION_SEGMENT);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, info.region), E_BUSY);
    CHECK_EQ(CALL(BOB, DESTROY_SEGMENT, made.space), E_OWNER);
    CHECK_EQ(CALL(ALICE, DESTROY_SEGMENT, NMM_UPS), E_OWNER);
    CHECK_EQ(CALL(ALICE, DESTROY_TABLE, made.space), E_OWNER);
    caller = made.ups + 5;
    CHECK_EQ(CALL(ALICE, DESTROY_SEGMENT, made.space), E_BUSY);
    CHECK_EQ(CALL(ALICE, IDENTIFY_REGION, 0), E_NOTFOUND);
    caller = 0;
    CHECK_EQ(MAKE_TASK(ALICE, .space = made.space), E_INVALID);
    CHECK_EQ(CALL(ALICE, DESTROY_SEGMENT, made.space), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_SEGMENT, made.space), E_HANDLE);
    CHECK_EQ(gdt_get((u16)made.selector), 0);
}

/* Regions of every kind in the PSAS of a segment, in both states. */
static void test_psas(u32 dpl)
{
    CHECK(CALL(ALICE, CREATE_SEGMENT, 8 * PAGE_SIZE, 0, dpl, (u32)&made) > 0);
    u32 p = made.space;
    u32 plain = make(ALICE, p, PAGE_SIZE, 0);
    saddr_t plain_at = info.base;
    CHECK_EQ(info.frame, made.base + plain_at);
    CHECK(nmm_is_mapped(made.base + plain_at));
    CHECK_EQ(CALL(BOB, CREATE_REGION, p, 0, 1, 0, 0), E_OWNER);
    caller = made.ups + plain_at + 7;
    CHECK_EQ(CALL(BOB, IDENTIFY_REGION, 0), plain);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, plain), E_BUSY);
    caller = 0;
    paging_state = 1;
    u32 window = make(ALICE, p, 2 * PAGE_SIZE, REGION_SELF_BACKED);
    saddr_t window_at = info.base;
    CHECK_EQ(info.status, REGION_USED);
    u32 frames = make(ALICE, p, PAGE_SIZE, REGION_FRAMES);
    paddr_t frame = info.frame;
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, p, window_at + 3, frame | 3), E_OK);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, p, plain_at, frame | 3), E_RANGE);
    CHECK_EQ(CALL(BOB, CREATE_MAPPING, p, window_at, frame | 3), E_OWNER);
    CHECK_EQ(CALL(ALICE, CREATE_MAPPING, p, 8 * PAGE_SIZE, frame | 3),
             E_RANGE);
    CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, p, frame), window_at);
    CHECK_EQ(CALL(ALICE, PHYS_TO_VIRT, p, made.base + plain_at), plain_at);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, frames), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_SEGMENT, p), E_BUSY);
    CHECK_EQ(CALL(ALICE, INVALIDATE_MAPPING, p, window_at), E_OK);
    CHECK_EQ(*page_of(made.ups + window_at), ALICE << 1);
    u32 ldt = (u32)CALL(ALICE, CREATE_LDT, 2);
    CHECK_EQ(LOCAL(ALICE, ldt, .space = p, .base = plain_at + 1,
                   .size = PAGE_SIZE), E_RANGE);
    CHECK_EQ(LOCAL(ALICE, ldt, .space = p, .base = plain_at, .size = 5), 15);
    CHECK_EQ(*page_of(made.ups + plain_at) & 0xfff, 0x207);
    check_world();
    CHECK_EQ(CALL(ALICE, DESTROY_SEGMENT, p), E_BUSY);
    CHECK_EQ(CALL(ALICE, DESTROY_LDT, ldt), E_OK);
    CHECK_EQ(*page_of(made.ups + plain_at) & 0xfff,
             dpl == 3 ? 0x207 : 0x303);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, window), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_SEGMENT, p), E_OK);
    CHECK_EQ(CALL(ALICE, DESTROY_REGION, plain), E_HANDLE);
    paging_state = 0;
    CHECK_EQ(world_owned(ALICE), 0);
}

static void test_psas1(void)
{
    test_psas(1);
}

static void test_psas3(void)
{
    test_psas(3);
}

static void test_many_segments(void)
{
    u32 count = 0;
    s32 last;

    while ((last = CALL(ALICE, CREATE_SEGMENT, 1, 0, 1, (u32)&made)) > 0)
        count++;
    CHECK_EQ(last, E_FULL);
    CHECK_EQ(count, SEGMENTS);
    check_world();
    nmm_reclaim(ALICE);
}

#ifdef HARD
/* Each allocation fails once: nothing has changed. */
static u32 starve(enum method method, const u32 *arg)
{
    u32 digest = nmm_digest(0), failures = 0;
    s32 result;

    for (;; failures++) {
        hard.left = failures;
        result = call(ALICE, method, arg);
        hard.left = HARD_NEVER;
        if (result > 0)
            break;
        CHECK(result == E_FULL || result == E_NOMEM);
        CHECK_EQ(nmm_digest(0), digest);
        check_world();
    }
    CHECK(failures > 0);
    return (u32)result;
}

static void test_starved(void)
{
    const struct task one = { .space = NMM_UPS };
    struct local_segment s = { .type = LOCAL_DATA, .space = NMM_UPS,
                               .size = 5 };
    u32 ldt = starve(CREATE_LDT, (const u32[GATE_ARGS]){ 9 });

    make(ALICE, NMM_UPS, PAGE_SIZE, 0);
    s.base = info.base;
    starve(CREATE_LOCAL, (const u32[GATE_ARGS]){ ldt, (u32)&s });
    starve(CREATE_TSS, (const u32[GATE_ARGS]){ (u32)&one });
    starve(CREATE_SEGMENT, (const u32[GATE_ARGS]){ 9, 0, 1, (u32)&made });
    nmm_reclaim(ALICE);
}
#else
static void test_starved(void)
{
}
#endif

int main(void)
{
    world_start();
    u32 digest = nmm_digest(0);
    void (*const tests[])(void) = {
        test_ldt, test_on_region, test_local_refused, test_window,
        test_task, test_leads, test_ports, test_reclaim, test_many_tasks,
        test_segment, test_psas1,
        test_psas3, test_many_segments, test_starved,
    };

    for (u32 i = 0; i < ARRAY_SIZE(tests); i++) {
        tests[i]();
        check_world();
        CHECK_EQ(nmm_digest(0), digest);
    }
    return check_done();
}
