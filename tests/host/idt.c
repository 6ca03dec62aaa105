/* SPDX-License-Identifier: MIT */
/* sources: core/descriptor/descriptor.c */
/* Where each vector leads, and which ring may call it by INT n, by the bits of
 * its descriptor (manual 6.11). */
#define x86_lidt x86_lidt_of_the_machine
#include "../../core/x86/x86.h"
#undef x86_lidt

static struct table_register loaded;
#define x86_lidt(table) (loaded = *(table))
#include "../../core/descriptor/idt.c"

#include "check.h"

#define CORE ((const char *)0x00120000)
#define DEMUX ((const char *)0x00135a00)
#define TASK_GATE 5u                    /* types */
#define INTERRUPT_GATE 14u
#define TRAP_GATE 15u
#define PIC_CASCADE 0x22u               /* vectors that INT n may use: of ring 1, */
#define BREAKPOINT 3u                   /* and of ring 3 */
#define OVERFLOW 4u

static void check_gate(u32 vector, u32 type, u32 selector, u32 offset, u32 ring)
{
    const u64 gate = idt[vector];

    CHECK_EQ((u32)(gate >> 40) & 0x1f, type);
    CHECK_EQ((u32)(gate >> 45) & 3, ring);
    CHECK_EQ((u32)(gate >> 47) & 1, 1);
    CHECK_EQ((u32)(gate >> 16) & 0xffff, selector);
    CHECK_EQ(((u32)(gate >> 32) & 0xffff0000) | ((u32)gate & 0xffff), offset);
}

static u32 ring_of(u32 vector)
{
    return vector == BREAKPOINT || vector == OVERFLOW ? 3 :
           vector == PIC_CASCADE;
}

static u32 stub(const char *stubs, u32 vector)
{
    return (u32)stubs + vector * IDT_STUB_SIZE;
}

static void check_core(u32 vector)
{
    check_gate(vector, INTERRUPT_GATE, CORE_CS, stub(CORE, vector),
               ring_of(vector));
}

static void test_begin(void)
{
    idt_init(CORE, DEMUX);
    CHECK_EQ(loaded.limit, 256 * 8 - 1);
    CHECK_EQ(loaded.base, (u32)idt);
    for (u32 vector = 0; vector < 256; vector++)
        if (vector != 8)
            check_core(vector);
    check_gate(8, TASK_GATE, FAULT_TSS, 0, 0);
}

/* One after the other: its neighbours stay. */
static void test_changes(void)
{
    for (u32 vector = 9; vector < 256; vector++) {
        idt_demux(vector);
        check_gate(vector, INTERRUPT_GATE, CORE_CS, stub(DEMUX, vector),
                   ring_of(vector));
        idt_deliver(vector, 0x12345678 + vector);
        check_gate(vector, TRAP_GATE, UPS_CS, 0x12345678 + vector,
                   ring_of(vector));
        for (u8 ring = 1; ring <= 3; ring += 2) {
            idt_deliver_call(vector, 0xfedc1234, ring);
            check_gate(vector, TRAP_GATE, UPS_CS, 0xfedc1234, ring);
        }
        if (vector < 255)
            check_core(vector + 1);
        idt_restore(vector);
        check_core(vector);
    }
}

int main(void)
{
    test_begin();
    test_changes();
    return check_done();
}
