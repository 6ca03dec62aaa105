/* SPDX-License-Identifier: MIT */
/*
 * The timer's handler. It has interrupted any code of ring 1 or ring 3,
 * whose registers it keeps. Of ring 1, its frame is a link of the call chain,
 * with the interrupted EIP as return address:
 *
 *      eflags cs eip           IRET frame, laid by the core
 *      ebp                     <- ebp
 *      eax ... edi             PUSHA
 *      ds es fs                <- esp
 *
 * Of ring 3, the stack is that of ring 1 of the client's thread, and the
 * chain goes on where its model entered it (modules/lib/client/client.h):
 *
 *      eip, ebp of the model   <- ebp
 *      struct client *         <- TSS.esp1
 *      ss esp eflags cs eip    IRET frame
 *      eax ... edi             PUSHA
 *      ds es fs gs             <- esp
 *
 * The client's selectors come back when its context is the current one
 * again. A selector may have gone while other threads ran: null takes its
 * place, so that the thread that uses it faults, and not this module. Between
 * the look at a selector and its load no thread may run that takes it away:
 * timer_leaving holds them off.
 */
#include "../../../core/api/selectors.h"

        .text
        .globl  timer_entry
        .type   timer_entry, @function
timer_entry:
        testb   $2, 4(%esp)             # RPL of CS
        jnz     of_client
        pushl   %ebp
        movl    %esp, %ebp
        pusha
        pushl   %ds
        pushl   %es
        pushl   %fs
        cld
        pushl   %ss
        popl    %ds
        pushl   %ss
        popl    %es
        call    timer_gs
        pushl   4(%ebp)                 # eip
        leal    -32(%ebp), %edx         # what PUSHA has pushed
        pushl   %edx
        pushl   %eax
        call    timer_tick
        addl    $12, %esp
        incl    timer_leaving
        popl    %eax
        call    usable
        movl    %eax, %fs
        popl    %eax
        call    usable
        movl    %eax, %es
        popl    %eax
        call    usable
        movl    %eax, %ds
        decl    %ss:timer_leaving
        popa
        popl    %ebp
        iret

of_client:
        pusha
        pushl   %ds
        pushl   %es
        pushl   %fs
        pushl   %gs
        cld
        pushl   %ss
        popl    %ds
        pushl   %ss
        popl    %es
        movl    $THREAD_DS, %eax
        movl    %eax, %gs
        leal    (16 + 32 + 20 + 4)(%esp), %ebp
        pushl   $0
        pushl   $0
        pushl   %eax
        call    timer_tick
        addl    $12, %esp
        incl    timer_leaving
        popl    %eax
        call    usable
        movl    %eax, %gs
        popl    %eax
        call    usable
        movl    %eax, %fs
        popl    %eax
        call    usable
        movl    %eax, %es
        popl    %eax
        call    usable
        movl    %eax, %ds
        decl    %ss:timer_leaving
        popa
        iret
        .size   timer_entry, . - timer_entry

usable: verr    %ax
        jz      1f
        xorl    %eax, %eax
1:      ret

/* u32 timer_gs(void) */
        .globl  timer_gs
        .type   timer_gs, @function
timer_gs:
        movl    %gs, %eax
        movzwl  %ax, %eax
        ret
        .size   timer_gs, . - timer_gs
