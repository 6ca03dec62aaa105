/* SPDX-License-Identifier: MIT */
/* Experiment flush: does the processor let us write there? The proof. */
#include "../../../core/api/assembly.h"

        .text

/*
 * int flush_store(saddr_t page): 1, or 0 if the processor refused it. ECX
 * keeps the page, EAX the answer: the handler changes neither.
 */
        .balign 16
FUNCTION(flush_store)
        mov     4(%esp), %ecx
        xor     %eax, %eax
access:
        mov     %ecx, (%ecx)
        inc     %eax
refused:
        ret
END(flush_store)

/*
 * void flush_fault(void), entered by the gate of vector 14 at ring 1, where
 * the error code lies below EIP. Another fault than that store's is a fault
 * of this module: its death.
 */
        .balign 16
FUNCTION(flush_fault)
        cmpl    $access, 4(%esp)
        jne     1f
        movl    $refused, 4(%esp)
        add     $4, %esp                # the error code
        iret
1:      ud2
END(flush_fault)
