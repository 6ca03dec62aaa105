/* SPDX-License-Identifier: MIT */
/*
 * Recovery points: a call into another module that comes back even if that
 * module dies in it (design, section 3).
 *
 * The records of a thread form a list, newest first; its head lies in the
 * thread's control block, at %gs:RECOVERY_HEAD. When a module dies, the core
 * takes the head off the list, gives the thread the registers in it, clears
 * DF, sets EAX to E_DIED and goes on at eip.
 */
#pragma once

#define RECOVERY_HEAD 0x100     /* in the control block */

#ifndef __ASSEMBLER__

#include "../../core/api/types.h"

struct recovery {
    struct recovery *previous;  /*  0 */
    u32 esp, ebp, ebx, esi, edi;    /*  4 */
    u32 eip;                    /* 24 */
    u32 callee;                 /* 28 the method: blamed if it jumps to where
                                      no module is */
};

_Static_assert(sizeof(struct recovery) == 32, "recover.S builds it by hand");

/*
 * recover_call: method(args[0], ..., args[n - 1]), cdecl. The low half of
 * the result is what the method returned; the high half is 0. If the callee
 * died, the high half is 1, the low half E_DIED, and the FPU is empty again
 * with the caller's control word.
 */
u64 recover_call(void *method, const u32 *args, u32 n);

#endif
