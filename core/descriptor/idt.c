/* SPDX-License-Identifier: MIT */
/* The interrupt descriptor table: 256 vectors, one stub each. */
#include "idt.h"

#include "descriptor.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../x86/x86.h"

static u64 idt[VECTORS] __attribute__((aligned(8)));
static u32 core_stubs, demux_stubs;

/* INT3 and INTO are instructions of any ring; INT n with the same number
 * cannot be told from them. No other exception can be faked. */
static u8 dpl_of(u32 vector)
{
    if (vector == VECTOR_OWNERS)
        return 1;
    return vector == VECTOR_BP || vector == VECTOR_OF ? 3 : 0;
}

static void lead_to_core(u32 vector, u32 offset)
{
    idt[vector] = descriptor_gate(&(struct gate_target){
        .selector = CORE_CS, .type = GATE_INTERRUPT, .present = 1,
        .dpl = dpl_of(vector), .offset = offset });
}

void idt_restore(u32 vector)
{
    lead_to_core(vector, core_stubs + vector * IDT_STUB_SIZE);
}

void idt_demux(u32 vector)
{
    lead_to_core(vector, demux_stubs + vector * IDT_STUB_SIZE);
}

static void lead_to_module(u32 vector, saddr_t handler, u8 dpl)
{
    idt[vector] = descriptor_gate(&(struct gate_target){
        .selector = UPS_CS, .type = GATE_TRAP, .dpl = dpl, .present = 1,
        .offset = handler });
}

void idt_deliver(u32 vector, saddr_t handler)
{
    lead_to_module(vector, handler, dpl_of(vector));
}

void idt_deliver_call(u32 vector, saddr_t handler, u8 dpl)
{
    lead_to_module(vector, handler, dpl);
}

void idt_init(const char *core, const char *demux)
{
    const struct table_register table = {
        .limit = sizeof(idt) - 1, .base = (u32)idt,
    };

    core_stubs = (u32)core;
    demux_stubs = (u32)demux;
    for (u32 vector = 0; vector < VECTORS; vector++)
        idt_restore(vector);
    /* A fault on the way to a ring-1 handler arrives here: the stack that
     * it happened on may be the one at fault. */
    idt[VECTOR_DF] = descriptor_gate(&(struct gate_target){
        .selector = FAULT_TSS, .type = GATE_TASK, .present = 1 });
    x86_lidt(&table);
}
