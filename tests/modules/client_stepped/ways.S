/* SPDX-License-Identifier: MIT */
/* From ring 3 to ring 1, one instruction at a time. */

        .text
/* int stepped_call(const void *way, const u32 args[4], u32 link) */
        .globl  stepped_call
        .type   stepped_call, @function
stepped_call:
        pushl   %ebp
        pushl   %ebx
        pushl   %esi
        pushl   %edi
        movl    20(%esp), %eax
        movl    24(%esp), %edx
        movl    28(%esp), %ebp
        pushl   12(%edx)
        pushl   8(%edx)
        pushl   4(%edx)
        pushl   (%edx)
        movl    (%edx), %ebx
        pushfl
        orl     $0x100, (%esp)          # TF
        popfl
        call    *%eax
        pushfl
        andl    $~0x100, (%esp)
        popfl
        addl    $16, %esp
        popl    %edi
        popl    %esi
        popl    %ebx
        popl    %ebp
        ret
        .size   stepped_call, . - stepped_call

undefined:
        ud2
software:
        int     $48
divide: xorl    %ecx, %ecx
        divl    %ecx
halt:   hlt
touch:  movl    %eax, (%ebx)
        ret

        .section .rodata
        .balign 4
        .globl  stepped_faults
stepped_faults:                         # ORDER stepped.lua
        .long   undefined, software, divide, halt, touch
