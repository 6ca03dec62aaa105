/* SPDX-License-Identifier: MIT */
/*
 * Threads that do not run: how core and CM find out which threads are inside a
 * module.
 *
 * A concurrency module keeps a table of its threads, and links a struct
 * suspended that describes it into a list, whose head is `suspended` in the
 * control block (thread_block.h). All are read in ring 1's memory at any time
 * that a module is unloaded, replaced or dies; the core believes none of it:
 * what is no address of the UPS is passed over, 64 tables and 65,535 steps
 * are the most that it looks at.
 *
 * Of thread i, the word at first + i * stride is 0, or so many bytes
 * (`offset`) below a saved EBP that has the saved EIP above it: a link of the
 * backtrace. The oldest link of a thread that has not ended leads to its
 * entry. The word that lies `registers` bytes above it is 0, or the address of
 * the registers (PUSHA) of a thread that was interrupted, with its ebp, eip,
 * cs and eflags above them and its stack above those: it may be about to call
 * through a pointer that a register or its innermost stack frame holds. The
 * word that lies `entered` bytes above it is 0, or the end of the thread's
 * stack of ring 1 while it is in ring 3 (set_context): ENTERED_LINK above
 * that, too, lies a link of the backtrace. For an entry from ring 3 may be
 * interrupted before it has a stack frame of its own, and EBP is the client's
 * then.
 *
 * When a module dies, the core takes tables in it off the list, and what a
 * thread would return to in it becomes SUSPENDED_CUT. What has the address of one of its
 * method tables or methods, on the thread's stack, then leads to what answers E_DEAD.
 */
#pragma once

#include "types.h"

#define SUSPENDED_CUT 0xffffffffu       /* no module's, and not 0: the backtrace
                                           goes on above it */
#define ENTERED_LINK 4                  /* bytes */

struct suspended {
    saddr_t next;               /*  0 the next table; 0: the last */
    saddr_t first;              /*  4 of u32 */
    u32 stride;                 /*  8 bytes from thread to thread */
    u32 count;                  /* 12 threads */
    u32 offset;                 /* 16 bytes */
    u32 registers;              /* 20 bytes; 0: none are ever interrupted */
    u32 entered;                /* 24 bytes; 0: none are ever in ring 3 */
};
