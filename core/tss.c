/* SPDX-License-Identifier: MIT */
/* Task state segments: stacks of ring 0, I/O bitmap, double-fault task. */
#include "tss.h"

#include "descriptor.h"
#include "gdt.h"
#include "layout.h"
#include "regs.h"
#include "string.h"
#include "trap.h"
#include "x86.h"

struct core_tss core_tss;
struct tss fault_tss;

extern char core_stack_top[];

static u8 fault_stack[4096] __attribute__((aligned(16)));

void tss_open_port(u32 port)
{
    core_tss.ports[port / 8] &= (u8)~(1u << port % 8);
}

void tss_close_port(u32 port)
{
    core_tss.ports[port / 8] |= (u8)(1u << port % 8);
}

int tss_port_is_open(u32 port)
{
    return !(core_tss.ports[port / 8] >> port % 8 & 1);
}

/* Its own stack and CR3: it runs whatever state the core was in. */
static void fault_task_init(void)
{
    fault_tss = (struct tss){
        .eip = (u32)trap_double_fault,
        .eflags = EFLAGS_FIXED,
        .esp = (u32)(fault_stack + sizeof(fault_stack)),
        .cs = CORE_CS, .ds = CORE_DS, .es = CORE_DS, .ss = CORE_DS,
        .io_bitmap = sizeof(struct tss),
    };
    gdt_set_segment(FAULT_TSS, &(struct segment){
        .base = (u32)&fault_tss, .size = sizeof(fault_tss),
        .type = SEGMENT_TSS, .present = 1 });
}

void tss_init(void)
{
    memset(core_tss.ports, 0xff, sizeof(core_tss.ports));
    core_tss.end = 0xff;
    core_tss.tss.ss0 = CORE_DS;
    core_tss.tss.esp0 = (u32)core_stack_top;
    core_tss.tss.io_bitmap = offsetof(struct core_tss, ports);
    gdt_set_segment(CORE_TSS, &(struct segment){
        .base = (u32)&core_tss, .size = sizeof(core_tss),
        .type = SEGMENT_TSS, .present = 1 });
    fault_task_init();
    x86_ltr(CORE_TSS);
}
