/* SPDX-License-Identifier: MIT */
/* What each way into a client begins with, for assembly. */
#pragma once

#ifdef __ASSEMBLER__
#include "../call/interrupted.h"
#include "modules/lib/client/offsets.h"

/*
 * Of a function of a client and something else. Behind it: EBP is the link of
 * the backtrace, which leads to the function's own stack frame; EDX and the top
 * of the stack are the client. client_left (enter.S) leads back in here, from
 * however far below, and out of the function. Of the client's x87 state nothing
 * stays: neither what is on that stack, nor an exception that is pending, nor what
 * FNINIT leaves in the registers, where the next client could read it.
 */
        .macro  enter_frame
        push    %ebp
        mov     %esp, %ebp
        push    %ebx
        push    %esi
        push    %edi
        sub     $4, %esp
        fnstcw  (%esp)
        mov     8(%ebp), %edx
        call    1f
        fninit
        frstor  client_new_fpu
        fldcw   (%esp)
        add     $4, %esp
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret
1:      push    %ebp
        mov     %esp, %ebp
        push    %edx
        .endm

/* \number of the function's arguments, counted from 1, by the link. */
        .macro  entered_argument number, register
        mov     (%ebp), \register
        mov     4 + 4 * \number(\register), \register
        .endm

#endif
