/* SPDX-License-Identifier: MIT */
/* The gate of calls by hand, and what compilers do not do. */
#include "../../../core/api/assembly.h"
#include "ring3/ring3.h"

        .text
/* int rogue_gate(u32 slot, u32 esp, u32 flags): with ESP there; it comes back
 * on the stack that it left. */
FUNCTION(rogue_gate)
        push    %ebp
        push    %ebx
        push    %esi
        push    %edi
        mov     %esp, saved
        mov     20(%esp), %eax
        mov     24(%esp), %edx
        pushl   28(%esp)
        popf
        mov     %edx, %esp
        lcall   $CLIENT_GATE(GATE_CALL), $0
        mov     saved, %esp
        push    $2
        popf
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret
END(rogue_gate)

/* void rogue_jump(u32 to, u32 method, u32 esp) */
FUNCTION(rogue_jump)
        mov     4(%esp), %edx
        mov     8(%esp), %eax
        mov     12(%esp), %esp
        mov     $0xffffffff, %ecx
        mov     %ecx, %ebx
        mov     %ecx, %esi
        mov     %ecx, %edi
        jmp     *%edx
END(rogue_jump)

        .bss
        .balign 4
saved:  .long   0
