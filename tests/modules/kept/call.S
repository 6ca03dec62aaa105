/* SPDX-License-Identifier: MIT */
/* A call of a function that notes what it has not kept. */
#include "../../../core/api/assembly.h"
#include "../../../core/x86/regs.h"
#include "kept.h"

        .data
        .balign 4
        .globl  lost
lost:   .long   0                       # LOST_... of all calls
stack:  .long   0
        .comm   before, 4, 4            # segment registers, a byte each
        .comm   after, 4, 4

        .macro  note fault
        je      1f
        orl     $\fault, lost
1:
        .endm

        .macro  selectors to
        mov     %ds, %ecx
        mov     %cl, \to
        mov     %es, %ecx
        mov     %cl, \to + 1
        mov     %gs, %ecx
        mov     %cl, \to + 2
        mov     %ss, %ecx
        mov     %cl, \to + 3
        .endm

        .text
/*
 * int kept_call(method *f, u32 a, u32 b): f(a, b)
 *
 *   32 b   28 a   24 f   20 return   16 EBP   12 EBX   8 ESI   4 EDI   0 b, a
 */
FUNCTION(kept_call)
        push    %ebp
        push    %ebx
        push    %esi
        push    %edi
        selectors before
        mov     20(%esp), %eax
        pushl   28(%esp)
        pushl   28(%esp)
        mov     %esp, stack
        mov     $0x1bad0001, %ebx
        mov     $0x1bad0002, %esi
        mov     $0x1bad0003, %edi
        mov     $0x1bad0004, %ebp
        call    *%eax
        cmp     $0x1bad0001, %ebx
        note    LOST_EBX
        cmp     $0x1bad0002, %esi
        note    LOST_ESI
        cmp     $0x1bad0003, %edi
        note    LOST_EDI
        cmp     $0x1bad0004, %ebp
        note    LOST_EBP
        cmp     stack, %esp
        note    LOST_ESP
        mov     stack, %esp
        pushf
        testl   $EFLAGS_DF, (%esp)
        note    LOST_DF
        popf
        cld
        selectors after
        mov     before, %ecx
        cmp     after, %ecx
        note    LOST_SEGMENTS
        add     $8, %esp
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret
END(kept_call)
