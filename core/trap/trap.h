/* SPDX-License-Identifier: MIT */
/* Traps: what arrives through the IDT, and what a refused gate turns into. */
#pragma once

#define TRAP_STUB_SIZE 16
#define TRAP_FRAME_SIZE 68
#define VECTOR_TIME_LIMIT 0x100         /* no processor vector: the watchdog */
/* With a vector: */
#define TRAP_UNDELIVERED 0x200          /* its owners have no stack */
#define TRAP_EXIT 0x400                 /* a fault of the return (exit_way_on.S) */
#define TRAP_REFUSED 0x800              /* a gate that does not serve */
#define TRAP_FLAGS 0xe00

#ifndef __ASSEMBLER__
#include "../api/types.h"

/* The core's stack after trap.S; esp and ss only if it came from outside. */
struct trap_frame {
    u32 es, ds;                                         /*  0 */
    u32 edi, esi, ebp, unused, ebx, edx, ecx, eax;      /*  8 */
    u32 vector, error;                                  /* 40 */
    u32 eip, cs, eflags;                                /* 48 */
    u32 esp, ss;                                        /* 60 */
};
_Static_assert(offsetof(struct trap_frame, esp) == 60, "trap.S");
_Static_assert(sizeof(struct trap_frame) == TRAP_FRAME_SIZE, "trap.S");

extern const char trap_stubs[];

void trap_dispatch(struct trap_frame *frame) __attribute__((regparm(1)));
void trap_double_fault(void);

/* A trap from outside that no owner of its vector takes: ring 3's go to the
 * module that created the task, or it dies of it; of ring 1's a module dies. */
void trap_undelivered(struct trap_frame *frame) __attribute__((regparm(1)));
/* Where code of the core that may fault goes on after a fault at eip; 0: it
 * may not. */
u32 trap_way_on(u32 eip);

/* "#GP" and the like; "interrupt" for those without a mnemonic. */
const char *trap_name(u32 vector);
#endif
