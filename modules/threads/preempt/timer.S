/* SPDX-License-Identifier: MIT */
/*
 * The timer's handler. It has interrupted any code of ring 1 or ring 3, whose
 * selectors it keeps and whose registers the core keeps, too: its stack frame
 * leads to that of the core (core/api/wrapper.h, struct interrupt).
 *
 *      eflags cs eip           for IRET, laid by the core
 *      ebp                     <- ebp
 *      eax ... edi             PUSHA
 *      ds es fs gs             <- esp
 *
 * The selectors come back when the thread runs again. One may have gone while other
 * threads ran: null takes its place, so that the thread that uses it faults,
 * and not this module. Between the look at a selector and its load no thread may
 * run that takes it away: timer_leaving holds them off.
 */
#include "../../../core/api/assembly.h"
#include "../../../core/api/selectors.h"
#include "call/interrupted.h"

        .text
FUNCTION(timer_entry)
        push    %ebp
        mov     %esp, %ebp
        pusha
        push    %ds
        push    %es
        push    %fs
        push    %gs
        plain_segments
        mov     $THREAD_DS, %eax
        mov     %eax, %gs
        push    %ebp
        call    timer_tick
        add     $4, %esp
        incl    timer_leaving
        pop_selector %gs
        pop_selector %fs
        pop_selector %es
        pop_selector %ds
        decl    %ss:timer_leaving
        popa
        pop     %ebp
        iret
END(timer_entry)

        define_usable
