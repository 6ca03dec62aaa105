/* SPDX-License-Identifier: MIT */
/* sources: core/base/holders.c core/lib/crc32.c
 *         core/descriptor/descriptor.c */
/* A device's descriptor: one a binding; with the binding go the descriptor and
 * what FS and GS have cached of it, and nothing else of theirs. */
#include "../../core/x86/x86.h"

static unsigned fs, gs;
#define x86_fs() (fs)
#define x86_gs() (gs)
#define x86_load_fs(selector) (fs = (selector))
#define x86_load_gs(selector) (gs = (selector))
#include "../../core/wrapper/vga.c"
#include "../../nmm/task/task_state.c"

#include "check.h"

static u32 present[DEVICES], refreshed;
u32 paging_state;

void gdt_set_segment(u16 selector, const struct segment *segment)
{
    CHECK(segment->base == VGA_TEXT && segment->size == VGA_TEXT_SIZE &&
          segment->type == SEGMENT_DATA_RW && segment->dpl == 1 &&
          segment->present);
    CHECK_EQ(selector & 7, 1);
    present[(selector >> 3) - DEVICE_FIRST] = 1;
}

void gdt_clear(u16 selector)
{
    present[(selector >> 3) - DEVICE_FIRST] = 0;
}

/* One task, which is none: a look at the tasks asks which one runs, once. */
struct task_entry tasks[TASKS];
u32 task_count = 1;

u16 tss_current(void)
{
    refreshed++;
    return CORE_TSS;
}

struct tss *tss_at(u16 selector)
{
    static struct tss tss;

    CHECK_EQ(selector, CORE_TSS);
    return &tss;
}

u64 gdt_get(u16 selector)
{
    CHECK(!selector);
    return 0;
}

struct ldt *ldt_at(u16 selector)
{
    CHECK(!selector);
    return NULL;
}

u64 ldt_descriptor(const struct ldt *ldt, u32 selector)
{
    CHECK(!ldt && !selector);
    return 0;
}

static s32 open(u32 binding)
{
    struct gate_frame frame = { .eip = 0 };
    struct gate gate = { .binding = binding };

    return (s32)vga_wrapper.table[0](&frame, &gate);
}

static void test_registers(u32 binding, u32 selector)
{
    static const u32 others[] = { 0, 0x21, 0x2b, THREAD_DS, 0x07 };

    for (u32 rpl = 0; rpl < 4; rpl++)
        for (u32 i = 0; i < ARRAY_SIZE(others); i++)
            for (u32 which = 0; which < 4; which++) {
                const u32 mine = (selector & ~3u) | rpl, other = others[i];
                CHECK_EQ(open(binding), selector);
                fs = which & 1 ? mine : other;
                gs = which & 2 ? mine : other;
                const u32 before = refreshed;
                vga_wrapper.released(binding);
                CHECK_EQ(fs, which & 1 ? 0 : other);
                CHECK_EQ(gs, which & 2 ? THREAD_DS : other);
                CHECK_EQ(refreshed, before + 1);
                CHECK(!present[(selector >> 3) - DEVICE_FIRST]);
            }
    CHECK_EQ(open(binding), selector);
}

int main(void)
{
    const u32 digest = vga_wrapper.digest(0);
    s32 selector[DEVICES];

    for (u32 i = 0; i < DEVICES; i++) {
        selector[i] = open(100 + i);
        CHECK(selector[i] > 0 && present[i]);
        CHECK_EQ(open(100 + i), selector[i]);
    }
    CHECK_EQ(open(99), E_FULL);
    vga_wrapper.released(99);
    for (paging_state = 0; paging_state < 2; paging_state++)
        for (u32 i = 0; i < DEVICES; i++)
            test_registers(100 + i, (u32)selector[i]);
    for (u32 i = 0; i < DEVICES; i++) {
        CHECK(present[i] && vga_wrapper.digest(0) != digest);
        vga_wrapper.released(100 + i);
    }
    CHECK_EQ(vga_wrapper.digest(0), digest);
    return check_done();
}
