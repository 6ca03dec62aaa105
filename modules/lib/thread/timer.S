/* SPDX-License-Identifier: MIT */
/*
 * The timer's handler, of kinds of threads that have one. It has interrupted any code
 * of ring 1 or ring 3, whose selectors it keeps and whose registers the core keeps,
 * too: its stack frame leads to that of the core (core/api/wrapper.h, struct
 * interrupt).
 *
 *      eflags cs eip           for IRET, laid by the core
 *      ebp                     <- ebp
 *      eax ... edi             PUSHA
 *      ds es fs gs             <- esp, TIMER_SAVED bytes below ebp
 *
 * The selectors come back when the thread runs again, by whichever kind. One may have
 * gone while other threads ran: null takes its place, so that the thread that uses it
 * faults, and not this module. Between the look at a selector and its load no thread
 * may run that takes it away: timer_leaving holds them off.
 */
#include "../../../core/api/assembly.h"
#include "../../../core/api/selectors.h"
#include "../call/interrupted.h"
#include "modules/lib/thread/offsets.h"

        .text
        .globl  timer_inside, timer_again
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
        call    kind_tick
timer_inside:
        add     $4, %esp
timer_again:
        mov     thread_current, %eax
        movl    $0, CONTEXT_INTERRUPTED(%eax)
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

        .bss
        .balign 4
        .globl  timer_leaving           # u32: handlers about to load selectors
timer_leaving:
        .skip   4
