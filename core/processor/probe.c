/* SPDX-License-Identifier: MIT */
/* Trying what ring 3 must not do. */
#include "probe.h"

#include "../base/graph.h"
#include "../base/layout.h"
#include "../descriptor/descriptor.h"
#include "../descriptor/gdt.h"
#include "../x86/regs.h"
#include "../x86/x86.h"

#define EXCEPTIONS 32
#define ENTRIES 1024            /* of a page table: 4 MiB, all of the core */
#define PRESENT 1u
#define WRITE 2u
#define USER 4u
#define UD2 0x0b0fu

u32 probe_enter(const void *eip, u32 ss, u32 esp);      /* probe.S */
extern const char probe_trapped[], probe_gated[];
extern const char probe_virtual[], probe_undefined[], probe_call[];

static u64 table_of_vectors[EXCEPTIONS];
static u32 directory[ENTRIES] __attribute__((aligned(PAGE_SIZE)));
static u32 entries[ENTRIES] __attribute__((aligned(PAGE_SIZE)));
static u32 stack[16];

static u32 stack_top(void)
{
    return (u32)&stack[ARRAY_SIZE(stack)];
}

static void catch_exceptions(void)
{
    const struct table_register table = {
        .limit = sizeof(table_of_vectors) - 1, .base = (u32)table_of_vectors,
    };

    for (u32 i = 0; i < EXCEPTIONS; i++)
        table_of_vectors[i] = descriptor_gate(&(struct gate_target){
            .selector = CORE_CS, .type = GATE_INTERRUPT, .present = 1,
            .offset = (u32)probe_trapped });
    x86_lidt(&table);
}

static void set_segment(u16 selector, u8 type, u32 size)
{
    gdt_set_segment(selector, &(struct segment){
        .size = size, .type = type, .dpl = 3, .present = 1 });
}

static void open_ring3(void)
{
    set_segment(PROBE_CS3, SEGMENT_CODE_XR, 0);
    set_segment(PROBE_SS3, SEGMENT_DATA_RW, 0);
    set_segment(PROBE_SHORT, SEGMENT_DATA_RW, PAGE_SIZE);
    gdt_set_gate(PROBE_GATE, &(struct gate_target){
        .selector = CORE_CS, .type = GATE_CALL, .dpl = 3, .present = 1,
        .dwords = 1, .offset = (u32)probe_gated });
}

static void close_ring3(void)
{
    gdt_clear(PROBE_CS3);
    gdt_clear(PROBE_SS3);
    gdt_clear(PROBE_SHORT);
    gdt_clear(PROBE_GATE);
}

/* IRET at ring 3 leaves VM alone: the next instruction is at probe_undefined.
 * In virtual 8086 mode CS is no selector, and there is an UD2, too. */
static u32 iret_is_checked(void)
{
    u16 *there = (u16 *)((PROBE_CS3 << 4) + ((u32)probe_undefined & 0xffff));
    const u16 before = *there;

    *there = UD2;
    const u32 depth = probe_enter(probe_virtual, PROBE_SS3, stack_top());
    *there = before;
    return depth <= PROBE_MOST;
}

/* Beyond the limit of the stack that a gate copies its parameter from. */
static u32 limit_is_checked(void)
{
    return probe_enter(probe_call, PROBE_SHORT, stack_top()) != 0;
}

/* From a page that ring 3 must not read. */
static u32 page_is_checked(void)
{
    const u32 code = (u32)probe_virtual / PAGE_SIZE;

    for (u32 i = 0; i < ENTRIES; i++)
        entries[i] = i * PAGE_SIZE | PRESENT | WRITE | (i == code ? USER : 0);
    directory[0] = (u32)entries | PRESENT | WRITE | USER;
    x86_write_cr3((u32)directory);
    x86_write_cr0(x86_read_cr0() | CR0_PG);
    const u32 depth = probe_enter(probe_call, PROBE_SS3, stack_top());
    x86_write_cr0(x86_read_cr0() & ~CR0_PG);
    x86_write_cr3(0);
    return depth != 0;
}

void probe_init(void)
{
    catch_exceptions();
    open_ring3();
    graph.system.iret_checked = iret_is_checked();
    graph.system.parameters_checked = limit_is_checked() & page_is_checked();
    close_ring3();
}
