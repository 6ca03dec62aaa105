/* SPDX-License-Identifier: MIT */
/* A handler for each exception, which looks at nothing and gives it back; and
 * one for INT n, which counts and goes back. */
#include "call/interrupted.h"
#include "../../../core/api/assembly.h"

        .text
        .globl  owns_table, owns_call, owns_step
        .macro  handler n
handler_\n:
        .if     0x27d00 >> \n & 1
        .else
        push    $0                      # an error code, as the others have
        .endif
        push    $\n
        jmp     give_back
        .endm

        .irp    n, 0, 1, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19
        handler \n
        .endr

give_back:
        pusha
        plain_segments
        push    %esp
        call    owns_decline
        ud2                             # it does not return

/* A step of ring 3 goes on: the client steps through all that it does. */
owns_step:
        testb   $2, 4(%esp)
        jz      handler_1
        lock    incl %ss:owns_steps
        iret

/* The client's segments are not looked at, but kept. */
owns_call:
        lock    incl %ss:owns_calls
        iret

        .section .rodata
        .balign 4
owns_table:
        .irp    n, 0, 1, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 17, 19
        .long   \n, handler_\n
        .endr
        .long   0, 0
