/* SPDX-License-Identifier: MIT */
/*
 * #DB and #BP, of rings 1 and 3: what was interrupted goes on, or the timer's
 * handler does first, as if a tick had come at that very instruction. Its
 * frame is a link of the call chain, as the timer's is.
 */
#include "../../../core/api/selectors.h"

        .text
        .globl  step_debug, step_break
step_debug:
        pushl   %ebp
        movl    %esp, %ebp
        pusha
        xorl    %eax, %eax
        jmp     1f
step_break:
        pushl   %ebp
        movl    %esp, %ebp
        pusha
        movl    $1, %eax
1:      pushl   %ds
        pushl   %es
        pushl   %fs
        pushl   %gs
        cld
        pushl   %ss
        popl    %ds
        pushl   %ss
        popl    %es
        movl    $THREAD_DS, %ecx
        movl    %ecx, %gs
        pushl   %eax
        leal    4(%ebp), %edx           # eip cs eflags
        pushl   %edx
        call    step_taken
        addl    $8, %esp
        movl    %eax, go_on
        popl    %gs
        popl    %fs
        popl    %es
        popl    %ds
        popa
        popl    %ebp
        cmpl    $0, %ss:go_on
        jne     2f
        iret
2:      pushl   %ss:step_flags
        popfl
        jmp     *%ss:go_on

        .bss
        .balign 4
go_on:  .long   0
