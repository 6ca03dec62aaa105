/* SPDX-License-Identifier: MIT */
/*
 * The global descriptor table.
 *
 * Invariant: no descriptor of DPL 1 or 3 covers the core or its tables,
 * but the read-only one of the system graph.
 */
#include "gdt.h"

#include "descriptor.h"
#include "../api/thread_block.h"
#include "../base/layout.h"
#include "../x86/segments.h"
#include "../x86/x86.h"

static u64 gdt[GDT_ENTRIES] __attribute__((aligned(8)));

static u64 *slot(u16 selector)
{
    return &gdt[(selector >> 3) % GDT_ENTRIES];
}

void gdt_set_segment(u16 selector, const struct segment *segment)
{
    *slot(selector) = descriptor_segment(segment);
}

void gdt_set_gate(u16 selector, const struct gate_target *gate)
{
    *slot(selector) = descriptor_gate(gate);
}

void gdt_clear(u16 selector)
{
    *slot(selector) = 0;
}

u64 gdt_get(u16 selector)
{
    return *slot(selector);
}

void gdt_init(void)
{
    static const struct segment code = {
        .type = SEGMENT_CODE_XR, .dpl = 0, .present = 1,
    };
    static const struct segment data = {
        .type = SEGMENT_DATA_RW, .dpl = 0, .present = 1,
    };
    const struct table_register table = {
        .limit = sizeof(gdt) - 1, .base = (u32)gdt,
    };

    gdt_set_segment(CORE_CS, &code);
    gdt_set_segment(CORE_DS, &data);
    x86_lgdt(&table);
    segments_reload();
}

void gdt_open_ups(paddr_t base, u32 size, laddr_t graph, u32 graph_size,
                  saddr_t thread)
{
    gdt_set_segment(UPS_CS, &(struct segment){
        .base = base, .size = size,
        .type = SEGMENT_CODE_XR, .dpl = 1, .present = 1 });
    gdt_set_segment(UPS_DS, &(struct segment){
        .base = base, .size = size,
        .type = SEGMENT_DATA_RW, .dpl = 1, .present = 1 });
    gdt_set_segment(GRAPH_DS, &(struct segment){
        .base = graph, .size = graph_size,
        .type = SEGMENT_DATA_R, .dpl = 3, .present = 1 });
    gdt_set_segment(THREAD_DS, &(struct segment){
        .base = base + thread, .size = sizeof(struct thread_block),
        .type = SEGMENT_DATA_RW, .dpl = 1, .present = 1 });
}
