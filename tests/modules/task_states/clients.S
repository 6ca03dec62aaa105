/* SPDX-License-Identifier: MIT */
/* What tasks of ring 3 do: EAX has the flags with which they do it. */
#include "offsets.h"
#include "nmm/offsets.h"

#define SPIN            100000          /* some timer interrupts long */

        .macro  client name:req, does:vararg
        .pushsection .data.clients, "aw"
        .long   client_\name - client_code
        .popsection
client_\name:
        push    %eax
        popf
        \does
        lcall   $CLIENT_GATE, $0
        jmp     client_\name
        .endm

        .section .data.clients, "aw"
        .balign 4
        .globl  client_ways
client_ways:

        .text
        .globl  client_code, client_end, client_gate
client_code:
        hlt
        .macro  long3
        mov     $SPIN, %esi
        dec     %esi
        jnz     . - 1
        .endm
        client  plain, nop              # and in protect/tasks_clients.lua
        client  undefined, ud2
        client  breakpoint, int3
        client  returns, iret
        client  outer, lcall $NMM_TASK_NONE, $0
        client  enter, sysenter
        client  halt, hlt
        client  interrupt, int $14
        client  writes, mov %esp, 0
        client  spin, long3
client_end:

/* Its gate: to who waits for it, and later on back to it. */
client_gate:
        ljmp    $NMM_TASK_NONE, $0
        lret
