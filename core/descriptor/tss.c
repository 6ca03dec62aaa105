/* SPDX-License-Identifier: MIT */
/* Task state segments: stacks of ring 0, I/O bitmap, tasks, #DF task. */
#include "tss.h"

#include "descriptor.h"
#include "gdt.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../lib/string.h"
#include "../x86/x86.h"

extern struct task_tss tss_tasks[TASKS];         /* tss_tasks.S */
extern const char context_gate[];                /* context.S */
struct tss fault_tss;

extern char core_stack_top[];

static u8 fault_stack[4096] __attribute__((aligned(16)));

u16 tss_io_distance(u16 selector, u32 n)
{
    const u32 distance =
        (u32)&core_tss.bitmaps[n] - (u32)tss_at(selector);

    return distance <= IO_DISTANCE ? (u16)distance : 0;
}

void tss_set_io_bitmap(u16 selector, u32 n)
{
    tss_at(selector)->io_bitmap = tss_io_distance(selector, n);
}

/* Its own stack and CR3: it runs whatever state the core was in. */
static void fault_task_init(const char *entry)
{
    fault_tss = (struct tss){
        .eip = (u32)entry,
        .eflags = EFLAGS_FIXED,
        .esp = (u32)(fault_stack + sizeof(fault_stack)),
        .cs = CORE_CS, .ds = CORE_DS, .es = CORE_DS, .ss = CORE_DS,
        .io_bitmap = sizeof(struct tss),
    };
    gdt_set_segment(FAULT_TSS, &(struct segment){
        .base = (u32)&fault_tss, .size = sizeof(fault_tss),
        .type = SEGMENT_TSS, .present = 1 });
}

struct tss *tss_at(u16 selector)
{
    const u32 index = selector >> 3;

    if (index - TASK_FIRST < TASKS)
        return &tss_tasks[index % TASKS].tss;
    return &core_tss.tss;
}

u16 tss_current(void)
{
    return x86_str();
}

void tss_set_task(u32 slot, u16 selector, const struct tss *state, u32 io)
{
    struct tss *tss = &tss_tasks[slot].tss;

    *tss = *state;
    tss->ss0 = core_tss.tss.ss0;
    tss->esp0 = core_tss.tss.esp0;
    tss->ss1 = UPS_DS;
    tss_set_io_bitmap(selector, io);
    gdt_set_segment(selector, &(struct segment){
        .base = (u32)tss, .size = (u32)(&core_tss + 1) - (u32)tss,
        .type = SEGMENT_TSS, .dpl = 1, .present = state->cs != 0 });
}

void tss_clear_task(u32 slot, u16 selector)
{
    gdt_clear(selector);
    memset(&tss_tasks[slot], 0, sizeof(tss_tasks[slot]));
}

static void set_interrupts(struct tss *tss, u32 flags)
{
    tss->eflags = (tss->eflags & ~(u32)EFLAGS_IF) | flags;
}

void tss_set_interrupts(u32 flags)
{
    set_interrupts(&core_tss.tss, flags);
    for (u32 i = 0; i < TASKS; i++)
        set_interrupts(&tss_tasks[i].tss, flags);
}

void tss_open_context(void)
{
    gdt_set_gate(CONTEXT_GATE, &(struct gate_target){
        .selector = CORE_CS, .type = GATE_CALL, .dpl = 1, .present = 1,
        .offset = (u32)context_gate });
}

/* DPL 1: so a task can JMP back to what ran before the first of them. */
static void set_core_descriptor(void)
{
    gdt_set_segment(CORE_TSS, &(struct segment){
        .base = (u32)&core_tss, .size = sizeof(core_tss),
        .type = SEGMENT_TSS, .dpl = 1, .present = 1 });
}

/* LTR takes an available TSS only, so the busy bit goes first. */
void tss_reset(void)
{
    if ((x86_str() & ~3u) != CORE_TSS) {
        set_core_descriptor();
        x86_ltr(CORE_TSS);
    }
    x86_lldt(0);
    tss_set_io_bitmap(CORE_TSS, IO_RING1);
}

void tss_set_context(u16 ldt, saddr_t stack, u32 n)
{
    core_tss.tss.esp1 = stack;
    x86_lldt(ldt);
    tss_set_io_bitmap(CORE_TSS, n);
}

void tss_init(const char *double_fault)
{
    io_bitmap_init();
    core_tss.tss.ss0 = CORE_DS;
    core_tss.tss.esp0 = (u32)core_stack_top;
    core_tss.tss.ss1 = UPS_DS;
    tss_set_io_bitmap(CORE_TSS, IO_RING1);
    set_core_descriptor();
    fault_task_init(double_fault);
    x86_ltr(CORE_TSS);
    x86_lldt(0);            /* else a selector of it reads low memory */
}
