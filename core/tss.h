/* SPDX-License-Identifier: MIT */
/* Task state segments (manual 7.1): the core's, and the double fault's. */
#pragma once

#include "api/types.h"

#define PORTS 65536

struct tss {
    u32 link;                           /*   0 */
    u32 esp0, ss0, esp1, ss1, esp2, ss2;/*   4 */
    u32 cr3;                            /*  28 */
    u32 eip, eflags;                    /*  32 */
    u32 eax, ecx, edx, ebx;             /*  40 */
    u32 esp, ebp, esi, edi;             /*  56 */
    u32 es, cs, ss, ds, fs, gs;         /*  72 */
    u32 ldt;                            /*  96 */
    u16 trap, io_bitmap;                /* 100 */
};
_Static_assert(sizeof(struct tss) == 104, "386 TSS");
_Static_assert(offsetof(struct tss, es) == 72, "386 TSS");

/* The one that runs everything; esp0 is where ring 1 enters the core. */
struct core_tss {
    struct tss tss;
    u8 ports[PORTS / 8];                /* 1: closed to ring 1 */
    u8 end;                             /* all ones (manual 8.3.2) */
} __attribute__((packed, aligned(8)));

extern struct core_tss core_tss;
extern struct tss fault_tss;

void tss_init(void);
void tss_open_port(u32 port);
void tss_close_port(u32 port);
int tss_port_is_open(u32 port);
