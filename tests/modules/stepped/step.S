/* SPDX-License-Identifier: MIT */
/*
 * #DB and #BP, of rings 1 and 3: what was interrupted goes on, or the timer's
 * handler does first, as if a tick had come at that very instruction. Its
 * frame is a link of the backtrace, as the timer's is.
 */
#include "../../../core/api/selectors.h"
#include "call/interrupted.h"

        .text
        .globl  step_debug, step_break
step_debug:
        push    %ebp
        mov     %esp, %ebp
        pusha
        xor     %eax, %eax
        jmp     1f
step_break:
        push    %ebp
        mov     %esp, %ebp
        pusha
        mov     $1, %eax
1:      push    %ds
        push    %es
        push    %fs
        push    %gs
        plain_segments
        mov     $THREAD_DS, %ecx
        mov     %ecx, %gs
        push    %eax
        lea     4(%ebp), %edx           # eip cs eflags
        push    %edx
        call    step_taken
        add     $8, %esp
        mov     %eax, go_on
        pop     %gs
        pop     %fs
        pop     %es
        pop     %ds
        popa
        pop     %ebp
        cmpl    $0, %ss:go_on
        jne     2f
        iret
2:      pushl   %ss:step_flags
        popf
        jmp     *%ss:go_on

        .bss
        .balign 4
go_on:  .long   0
