/* SPDX-License-Identifier: MIT */
/* From ring 3 to ring 1, one instruction at a time. */
#include "../../../core/api/assembly.h"
#include "../../host/saved.h"

        .text
/* int stepped_call(const void *way, const u32 args[4], u32 link) */
FUNCTION(stepped_call)
        save_registers
        mov     20(%esp), %eax
        mov     24(%esp), %edx
        mov     28(%esp), %ebp
        pushl   12(%edx)
        pushl   8(%edx)
        pushl   4(%edx)
        pushl   (%edx)
        mov     (%edx), %ebx
        pushf
        orl     $0x100, (%esp)          # TF
        popf
        call    *%eax
        pushf
        andl    $~0x100, (%esp)
        popf
        add     $16, %esp
        restore_registers
        ret
END(stepped_call)

undefined:
        ud2
software:
        int     $48
divide: xor     %ecx, %ecx
        div     %ecx
halt:   hlt
touch:  mov     %eax, (%ebx)
        ret

        .section .rodata
        .balign 4
        .globl  stepped_faults
stepped_faults:                         # counted in stepped.lua
        .long   undefined, software, divide, halt, touch
