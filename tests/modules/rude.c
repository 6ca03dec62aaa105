/* SPDX-License-Identifier: MIT */
/*
 * Owns a line, and leaves its handler otherwise than by a plain IRET: with flags
 * that it should not have, by a death of some kind, or to code that asks for
 * owners. protect/line_rude knows the order.
 */
#include "deimos.h"

DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt");

void rude_entry(void);
extern void *const rude_ways[];

static volatile u32 count;
volatile u32 rude_busy;
void *volatile rude_way;
volatile u32 rude_flags;

__asm__(".text\n"
        "rude_entry:\n\t"
        "incl %ss:count\n\t"
        "movl $0, %ss:rude_busy\n\t"
        "jmp *%ss:rude_way\n"
        /* flags in what IRET takes; flags, and no IRET */
        "rude_frame:\n\t"
        "push %eax\n\tmov %ss:rude_flags, %eax\n\t"
        "or %eax, %ss:12(%esp)\n\tpop %eax\n\tiret\n"
        "rude_jump:\n\t"
        "push %ss:(%esp)\n\tpush %eax\n\tmov %ss:rude_flags, %eax\n\t"
        "or %eax, %ss:16(%esp)\n\tpop %eax\n\t"
        "popl %ss:rude_to\n\tadd $8, %esp\n\tpopf\n\t"
        "jmp *%ss:rude_to\n"
        /* deaths, with those flags */
        "rude_ud:\n\tpush %ss:rude_flags\n\tpopf\n\tud2\n"
        "rude_gp:\n\tpush %ss:rude_flags\n\tpopf\n\thlt\n"
        "rude_wild:\n\tpush %ss:rude_flags\n\tpopf\n\t"
        "push $0x0b0f\n\tjmp *%esp\n"
        "rude_lost:\n\tpush %ss:rude_flags\n\tpopf\n\t"
        "xor %ebp, %ebp\n\tpush $0x0b0f\n\tjmp *%esp\n"
        "rude_stack:\n\tpush %ss:rude_flags\n\tpopf\n\t"
        "mov $0xfffffff0, %esp\n\tud2\n"
        "rude_ss:\n\tpush %ss:rude_flags\n\tpopf\n\t"
        "mov $0x2b, %eax\n\tmov %eax, %ss\n\tud2\n"
        "rude_nt:\n\tpush %ss:rude_flags\n\torl $0x4000, %ss:(%esp)\n\t"
        "popf\n\tiret\n"
        ".data\nrude_to: .long 0\n"
        ".section .rodata\n.balign 4\n"
        "rude_ways:\n\t"
        ".long rude_frame, rude_jump, rude_ud, rude_gp, rude_wild, rude_lost\n\t"
        ".long rude_stack, rude_ss, rude_nt\n\t.text");

static int attach(u32 way, u32 flags)
{
    rude_way = rude_ways[way];
    rude_flags = flags;
    return interrupt->attach(0, rude_entry, &rude_busy);
}

static int get_count(void) { return (int)count; }

static const struct { int (*attach)(u32 way, u32 flags), (*count)(void); }
table = { attach, get_count };

DEIMOS_MODULE("rude", MODULE_SYSTEM);
DEIMOS_INTERFACE("rude", "rude", table, "attach count");
