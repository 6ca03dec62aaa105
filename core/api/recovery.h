/* SPDX-License-Identifier: MIT */
/*
 * Recovery points: a call into another module that comes back even if that
 * module dies in it (../death/README.md).
 *
 * The records of a thread form a list, newest first; its head is `recovery`
 * in the thread's control block (thread_block.h). Ring 1 links and unlinks
 * them. When a module dies, the core takes the first record off the list
 * behind which the dead module is not, gives the thread the registers in it,
 * clears DF, sets EAX to E_DIED and goes on at eip. DS, ES and the FPU are as
 * the dead module has left them.
 *
 * The core reads records and never writes one. One whose eip or esp is no
 * address of the UPS ends the list, and so does the 1,024th.
 */
#pragma once

#include "types.h"

struct recovery {
    saddr_t previous;           /*  0 the record of the call around; 0: none */
    saddr_t esp, ebp;           /*  4 */
    u32 ebx, esi, edi;          /* 12 */
    saddr_t eip;                /* 24 where the thread goes on */
    saddr_t callee;             /* 28 the method that was called: its module is
                                   blamed if it jumps to where none is */
};
