/* SPDX-License-Identifier: MIT */
/*
 * From ring 3 to ring 1 and back, for assembly. MEASURED PATH.
 *
 * Ring 1 finds its segments unknown, EBP the client's, and what a client can
 * set of EFLAGS: DF, and NT, with which the next IRET of ring 1, whose client
 * that ever is for, would leave for another task. IF stays: IOPL is 0. Going
 * back, the client's task is current again; IRET and LRET null FS and GS,
 * which so hold no descriptor that has changed meanwhile.
 */
#pragma once

#include "../../../core/api/selectors.h"
#include "../client/frame.h"
#include "ring3.h"

#ifdef __ASSEMBLER__
#include "modules/lib/ring3/offsets.h"

        .macro  ring1_flags
        pushl   $EFLAGS_FIXED
        popfl
        .endm

/* EAX is lost. */
        .macro  ring1_segments
        ring1_flags
        lds     %ss:ring1_data, %eax
        les     ring1_data, %eax
        lgs     ring1_thread, %eax
        lfs     ring1_thread, %eax
        .endm

/*
 * Behind a fault that was served: what PUSH has kept of the client's, or null
 * for what is gone. Between the look at a selector and its load no thread may
 * run that takes it away: while GS is not ring 1's, `preempt` lets none
 * (../../threads/preempt/preempt.c). EAX is lost. The file has define_usable.
 */
        .macro  pop_client_segments
        xor     %eax, %eax
        mov     %eax, %gs
        pop_selector %es
        pop_selector %ds
        .endm

/* Behind what others may have run in: a client that has died meanwhile in another
 * thread goes no further. EBP: the link of the backtrace. ECX is lost. */
        .macro  leave_if_dead to
        mov     -4(%ebp), %ecx
        mov     CLIENT_PROXY(%ecx), %ecx
        test    %ecx, %ecx
        jz      1f
        cmpl    $0, PROXY_IS_DEAD(%ecx)
        jne     \to
1:
        .endm

/* ECX is lost. DS is still that of ring 1. */
        .macro  client_segments
        les     client_data, %ecx
        lds     client_data, %ecx
        .endm

#endif
