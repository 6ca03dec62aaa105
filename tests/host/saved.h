/* SPDX-License-Identifier: MIT */
/* The registers that a call keeps, for assembly of tests: the first argument is
 * 20 bytes above the stack pointer then. */
#pragma once

#ifdef __ASSEMBLER__
#include "core/api/offsets.h"

        .macro  save_registers
        push    %ebp
        push    %ebx
        push    %esi
        push    %edi
        .endm

        .macro  restore_registers
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        .endm

/* EAX: a recovery point. The core goes on there, with it off the list; DS and
 * ES are whatever `selector` says. */
        .macro  go_on_at_record selector
        mov     (%eax), %edx
        mov     %edx, %gs:THREAD_RECOVERY
        mov     8(%eax), %ebp
        mov     12(%eax), %ebx
        mov     16(%eax), %esi
        mov     20(%eax), %edi
        mov     24(%eax), %ecx
        mov     4(%eax), %esp
        mov     $\selector, %edx
        mov     %edx, %ds
        mov     %edx, %es
        mov     $E_DIED, %eax
        .endm

#endif
