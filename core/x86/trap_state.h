/* SPDX-License-Identifier: MIT */
/*
 * What a trap leaves on the core's stack: the processor's words (manual 9.6)
 * below those that trap.S adds. A refused gate and a fault of a return become
 * such a state, too.
 */
#pragma once

#define VECTOR_TIME_LIMIT 0x100         /* no processor vector: the watchdog */
/* With a vector: */
#define TRAP_UNDELIVERED 0x200          /* its owners have no stack */
#define TRAP_EXIT 0x400                 /* a fault of the return (exit_way_on.S) */
#define TRAP_REFUSED 0x800              /* a gate that does not serve */
#define TRAP_FLAGS 0xe00

#ifndef __ASSEMBLER__

#include "../api/types.h"

/* The core's stack after trap.S; esp and ss only if it came from outside. */
struct trap_state {
    u32 es, ds;                                         /*  0 */
    u32 edi, esi, ebp, unused, ebx, edx, ecx, eax;      /*  8 */
    u32 vector, error;                                  /* 40 */
    u32 eip, cs, eflags;                                /* 48 */
    u32 esp, ss;                                        /* 60 */
};

#define TRAP_RPL 3u

static inline int trap_from_core(const struct trap_state *trap)
{
    return (trap->cs & TRAP_RPL) == 0;
}

/* Did the trap come from ring 3? */
static inline int trap_from_client(const struct trap_state *trap)
{
    return (trap->cs & TRAP_RPL) == 3;
}

#endif
