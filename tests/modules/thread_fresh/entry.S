/* SPDX-License-Identifier: MIT */
/* What a thread of ring 1 finds when it begins. */
#include "fresh.h"

        .data
        .balign 4
        .globl  seen
seen:   .zero   SEEN_SIZE

        .text
/* int thread_look(u32 bytes): of the stack */
        .globl  thread_look
        .type   thread_look, @function
thread_look:
        pushfl
        popl    seen + 4
        orl     %ebx, %eax
        orl     %ecx, %eax
        orl     %edx, %eax
        orl     %esi, %eax
        orl     %edi, %eax
        movl    %eax, seen
        fnsave  seen + SEEN_FPU
        movl    4(%esp), %ecx
        shrl    $2, %ecx
        movl    %esp, %edx
1:      subl    $4, %edx
        cmpl    $SECRET, (%edx)
        jne     2f
        incl    seen + 8
2:      loop    1b
        xorl    %eax, %eax
        ret
        .size   thread_look, . - thread_look

/* int thread_fill(u32 bytes) */
        .globl  thread_fill
        .type   thread_fill, @function
thread_fill:
        movl    4(%esp), %ecx
        shrl    $2, %ecx
        movl    %esp, %edx
1:      subl    $4, %edx
        movl    $SECRET, (%edx)
        loop    1b
        pushl   $SECRET
        pushl   $SECRET
        fninit
        .rept   8
        fildll  (%esp)
        .endr
        addl    $8, %esp
        xorl    %eax, %eax
        movl    $SECRET, %ecx
        movl    %ecx, %edx
        ret
        .size   thread_fill, . - thread_fill
