/* SPDX-License-Identifier: MIT */
/* Traps: what arrives through the IDT, and what a refused gate turns into. */
#pragma once

#include "../x86/trap_state.h"

#ifndef __ASSEMBLER__

extern const char trap_stubs[];         /* IDT_STUB_SIZE each */
extern const char trap_double_fault[];  /* where its task starts */

void trap_dispatch(struct trap_state *trap) __attribute__((regparm(1)));

/* A trap from outside that no owner of its vector takes: ring 3's go to the
 * module that created the task, or it dies of it; of ring 1's a module dies. */
void trap_undelivered(struct trap_state *trap) __attribute__((regparm(1)));
/* Where code of the core that may fault goes on after a fault at eip; 0: it
 * may not. */
u32 trap_way_on(u32 eip);

#endif
