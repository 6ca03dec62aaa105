/* SPDX-License-Identifier: MIT */
/* sources: core/descriptor/tss.c core/descriptor/tss_tasks.S
 *          core/descriptor/io_bitmap.c core/lib/crc32.c */
/* flags: -m32 -no-pie */
/* Task state segments: where each lies, which I/O bitmap each reaches, and
 * what a task's begins with. */
#include "../../core/descriptor/tss.h"

#include <string.h>

#include "../../core/base/layout.h"
#include "../../core/descriptor/descriptor.h"
#include "../../core/descriptor/gdt.h"
#include "../../core/x86/regs.h"
#include "check.h"

extern struct task_tss tss_tasks[TASKS];
void tss_spread_esp0(void);
const char context_gate[1];
char core_stack_top[1];

static struct segment last;             /* what the GDT got */
static u16 last_selector, cleared;

void gdt_set_segment(u16 selector, const struct segment *segment)
{
    last_selector = selector;
    last = *segment;
}

void gdt_clear(u16 selector) { cleared = selector; }

void gdt_set_gate(u16 selector, const struct gate_target *gate)
{
    CHECK_EQ(selector, CONTEXT_GATE);
    CHECK(gate->type == GATE_CALL && gate->dpl == 1 && gate->present);
    CHECK(gate->selector == CORE_CS && gate->offset == (u32)context_gate);
}

/* Of the TSS in that slot, which is the index modulo their number. */
static u16 selector_of(u32 slot)
{
    const u32 index = TASK_FIRST + (slot - TASK_FIRST % TASKS) % TASKS;

    return (u16)(index * 8 + 1);
}

static void test_places(void)
{
    for (u32 slot = 0; slot < TASKS; slot++)
        CHECK(tss_at(selector_of(slot)) == &tss_tasks[slot].tss);
    CHECK(tss_at(CORE_TSS) == &core_tss.tss);
    CHECK(tss_at((TASK_FIRST - 1) * 8) == &core_tss.tss);
    CHECK(tss_at((TASK_FIRST + TASKS) * 8) == &core_tss.tss);
    CHECK_EQ((u32)tss_tasks % TASK_TSS_SIZE, 0);
    CHECK_EQ((u32)&core_tss, (u32)&tss_tasks[TASKS]);
}

/* A bitmap is in reach if the whole of it lies below 64 KiB from the TSS. */
static void check_distance(u16 selector, const struct tss *tss)
{
    for (u32 n = 0; n < IO_BITMAPS; n++) {
        const u32 distance = (u32)&core_tss.bitmaps[n] - (u32)tss;
        const u32 expected = distance + PORTS / 8 < 0x10000 ? distance : 0;
        CHECK_EQ(tss_io_distance(selector, n), expected);
        tss_set_io_bitmap(selector, n);
        CHECK_EQ(tss->io_bitmap, expected);
    }
}

static void test_distances(void)
{
    for (u32 slot = 0; slot < TASKS; slot++) {
        check_distance(selector_of(slot), &tss_tasks[slot].tss);
        CHECK(tss_io_distance(selector_of(slot), IO_CLOSED) != 0);
        CHECK(tss_io_distance(selector_of(slot), IO_FIRST) != 0);
    }
    check_distance(CORE_TSS, &core_tss.tss);
    CHECK(tss_io_distance(CORE_TSS, IO_BITMAPS - 1) != 0);
}

static void test_task(void)
{
    const struct tss state = { .eip = 0x1111, .cs = 0x19, .esp1 = 0x2222,
                               .ss0 = 0x77, .esp0 = 0x78, .ss1 = 0x79 };

    core_tss.tss.ss0 = CORE_DS;
    core_tss.tss.esp0 = 0x12345;
    for (u32 slot = 0; slot < TASKS; slot += 51)
        for (u32 cs = 0; cs < 2; cs++) {
            const struct tss *tss = &tss_tasks[slot].tss;
            struct tss now = state;
            now.cs = cs ? 0x19 : 0;
            tss_set_task(slot, selector_of(slot), &now, IO_CLOSED);
            CHECK(tss->eip == 0x1111 && tss->esp1 == 0x2222);
            CHECK(tss->ss0 == CORE_DS && tss->esp0 == 0x12345);
            CHECK_EQ(tss->ss1, UPS_DS);
            CHECK_EQ(tss->io_bitmap, (u32)&core_tss.bitmaps[IO_CLOSED] -
                                     (u32)tss);
            CHECK(last_selector == selector_of(slot) && last.dpl == 1);
            CHECK(last.base == (u32)tss && last.type == SEGMENT_TSS);
            CHECK_EQ(last.base + last.size, (u32)(&core_tss + 1));
            CHECK_EQ(last.present, cs);
            tss_clear_task(slot, selector_of(slot));
            CHECK(cleared == selector_of(slot) && tss->eip == 0);
            CHECK(tss->ss0 == 0 && tss->io_bitmap == 0);
        }
}

/* Of all at once: IF and nothing else; the stack of ring 0. */
static void test_all(void)
{
    for (u32 i = 0; i < TASKS; i++)
        tss_tasks[i].tss.eflags = 0x4002 | (i & 1 ? EFLAGS_IF : 0);
    core_tss.tss.eflags = 0x4002;
    for (u32 on = 0; on < 2; on++) {
        const u32 flag = on ? EFLAGS_IF : 0;
        tss_set_interrupts(flag);
        for (u32 i = 0; i < TASKS; i++)
            CHECK_EQ(tss_tasks[i].tss.eflags, 0x4002 | flag);
        CHECK_EQ(core_tss.tss.eflags, 0x4002 | flag);
    }
    core_tss.tss.esp0 = 0x777;
    __asm__ volatile("call tss_spread_esp0" : : : "ebx", "ecx", "memory");
    for (u32 i = 0; i < TASKS; i++)
        CHECK_EQ(tss_tasks[i].tss.esp0, 0x777);
    CHECK_EQ(core_tss.tss.ss0, CORE_DS);
    tss_open_context();
}

int main(void)
{
    test_places();
    test_distances();
    test_task();
    test_all();
    return check_done();
}
