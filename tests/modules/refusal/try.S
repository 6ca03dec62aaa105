/* SPDX-License-Identifier: MIT */
/* A far call with known registers, and what the owner of #GP then finds. */
#include "core/api/selectors.h"

#define GRAPH_DS 0x2b                   /* core/base/layout.h */

        .text
/* int refusal_try(code, far pointer, flags, record): the call is at `code` */
        .globl  refusal_try
refusal_try:
        pusha
        mov     36(%esp), %eax
        mov     %eax, code
        mov     40(%esp), %ecx          # every register but ESP
        mov     44(%esp), %eax
        mov     48(%esp), %edx
        mov     %edx, record
        mov     %esp, saved_esp
        push    %ecx                    # 4: what 4(%esp) finds is the pointer
        pushl   4(%ecx)
        pushl   (%ecx)
        push    %eax
        mov     %ecx, %eax
        mov     %ecx, %edx
        mov     %ecx, %ebx
        mov     %ecx, %ebp
        mov     %ecx, %esi
        mov     %ecx, %edi
        push    $GRAPH_DS
        pop     %es
        push    $GRAPH_DS
        pop     %fs
        popf
        jmp     *code

/* error, eip, cs, eflags */
        .globl  refusal_fault
refusal_fault:
        pusha
        push    %ds
        push    %es
        push    %fs
        push    %gs
        mov     $UPS_DS, %eax
        mov     %eax, %ds
        mov     %eax, %es
        cld
        mov     %esp, %esi
        mov     record, %edi
        mov     $16, %ecx               # 4 segments, PUSHA, error to eflags
        rep movsl
        mov     saved_esp, %esp
        xor     %eax, %eax
        mov     %eax, %fs
        popa
        xor     %eax, %eax
        ret

        .bss
        .balign 4
code:   .long   0
record: .long   0
saved_esp:
        .long   0
