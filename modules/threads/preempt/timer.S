/* SPDX-License-Identifier: MIT */
/*
 * The timer's handler. It has interrupted any code of ring 1 or ring 3, whose
 * registers it keeps. Of ring 1, its stack frame is a link of the backtrace,
 * with the interrupted EIP as return address:
 *
 *      eflags cs eip           for IRET, laid by the core
 *      ebp                     <- ebp
 *      eax ... edi             PUSHA
 *      ds es fs                <- esp
 *
 * Of ring 3, the stack is that of ring 1 of the client's thread, and the
 * backtrace goes on where its model entered it (modules/lib/client/client.h):
 *
 *      eip, ebp of the model   <- ebp
 *      struct client *         <- TSS.esp1
 *      ss esp eflags cs eip    for IRET
 *      eax ... edi             PUSHA
 *      ds es fs gs             <- esp
 *
 * The client's selectors come back when its context is the current one
 * again. A selector may have gone while other threads ran: null takes its
 * place, so that the thread that uses it faults, and not this module. Between
 * the look at a selector and its load no thread may run that takes it away:
 * timer_leaving holds them off.
 */
#include "../../../core/api/assembly.h"
#include "../../../core/api/selectors.h"
#include "call/interrupted.h"

        .text
FUNCTION(timer_entry)
        testb   $2, 4(%esp)             # RPL of CS
        jnz     of_client
        push    %ebp
        mov     %esp, %ebp
        pusha
        push    %ds
        push    %es
        push    %fs
        plain_segments
        call    timer_gs
        pushl   4(%ebp)                 # eip
        lea     -32(%ebp), %edx         # what PUSHA has pushed
        push    %edx
        push    %eax
        call    timer_tick
        add     $12, %esp
        incl    timer_leaving
        pop_selector %fs
        pop_selector %es
        pop_selector %ds
        decl    %ss:timer_leaving
        popa
        pop     %ebp
        iret

of_client:
        pusha
        push    %ds
        push    %es
        push    %fs
        push    %gs
        plain_segments
        mov     $THREAD_DS, %eax
        mov     %eax, %gs
        lea     (16 + 32 + 20 + 4)(%esp), %ebp
        push    $0
        push    $0
        push    %eax
        call    timer_tick
        add     $12, %esp
        incl    timer_leaving
        pop_selector %gs
        pop_selector %fs
        pop_selector %es
        pop_selector %ds
        decl    %ss:timer_leaving
        popa
        iret
END(timer_entry)

        define_usable

/* u32 timer_gs(void) */
FUNCTION(timer_gs)
        mov     %gs, %eax
        movzwl  %ax, %eax
        ret
END(timer_gs)
