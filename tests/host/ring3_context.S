/* SPDX-License-Identifier: MIT */
/*
 * Switching stacks and recovery points in a host's process: GS is a segment
 * of the test's, and CONTEXT_GATE leads to code of its own.
 */
#include "../../core/api/selectors.h"
#undef CONTEXT_GATE
#define CONTEXT_GATE 0x2f
#include "ring3.h"
#include "../../modules/lib/thread/context.S"
#undef RECORD
#include "../../modules/lib/call/recover.S"

#define BLOCK 0x37                      /* selector of the thread's block */

        .data
        .balign 4
home:   .long   0, 0
        .globl  ring_out, gate_seen, gate_result, frame_out
frame_out:
        .zero   36
ring_out:
        .zero   RING_OUT_SIZE
ring_seen:
        .zero   RING_OUT_SIZE
gate_seen:
        .long   0, 0, 0                 /* times, EAX, EDX */
gate_result:
        .long   0

        .text
/* Behind CONTEXT_GATE: EAX and EDX are seen, and ZF tells whether EAX is 0. */
        .globl  gate_code
gate_code:
        incl    gate_seen
        movl    %eax, gate_seen + 4
        movl    %edx, gate_seen + 8
        movl    $0xcccc, %ecx
        movl    $0xdddd, %edx
        movl    gate_result, %eax
        testl   %eax, %eax
        lret

/* u32 block_call(u32 (*call)(), const u32 arg[3]): in a thread, with values in
 * the registers that a call keeps. */
        .globl  block_call
        .type   block_call, @function
block_call:
        pushl   %ebp
        pushl   %ebx
        pushl   %esi
        pushl   %edi
        movl    %esp, home
        movw    %gs, home + 4
        movl    20(%esp), %eax
        movl    24(%esp), %edx
        pushl   8(%edx)
        pushl   4(%edx)
        pushl   (%edx)
        movl    $BLOCK, %ebx
        movl    %ebx, %gs
        movl    $HOST_DS, %ebx          # FS leads elsewhere
        movl    %ebx, %fs
        movl    $RING_EBX, %ebx
        movl    $RING_ESI, %esi
        movl    $RING_EDI, %edi
        movl    $RING_EBP, %ebp
        call    *%eax
/* Here a thread goes on that was switched to: in whichever registers. */
        .globl  block_back
block_back:
        movl    %eax, ring_out
        movl    %ebx, ring_out + 4
        movl    %ecx, ring_out + 8
        movl    %edx, ring_out + 12
        movl    %esi, ring_out + 16
        movl    %edi, ring_out + 20
        movl    %ebp, ring_out + 24
        movl    %esp, ring_out + 28
        movw    %ds, ring_out + 32
        movw    %es, ring_out + 36
        movw    %fs, ring_out + 40
        movl    threads, %esi           # what the first has left, if it has
        testl   %esi, %esi
        jz      1f
        movl    $frame_out, %edi
        movl    $9, %ecx
        rep movsl
1:      movl    home, %esp
        movw    home + 4, %gs
        xorl    %ecx, %ecx
        movl    %ecx, %fs
        popl    %edi
        popl    %esi
        popl    %ebx
        popl    %ebp
        ret

/* An entry that sees all, and returns 123. */
        .globl  block_inside, ring_seen
block_inside:
        movl    %eax, ring_seen
        movl    %ebx, ring_seen + 4
        movl    %ecx, ring_seen + 8
        movl    %edx, ring_seen + 12
        movl    %esi, ring_seen + 16
        movl    %edi, ring_seen + 20
        movl    %ebp, ring_seen + 24
        pushfl
        popl    ring_seen + 48
        movl    4(%esp), %eax
        movl    %eax, ring_seen + 52
        movl    $123, %eax
        ret

/* context_bridge as a record leads there, with data segments of anybody's. */
        .globl  block_bridge
block_bridge:
        movl    $BLOCK, %eax
        movl    %eax, %ds
        movl    %eax, %es
        movl    $0x77, %eax
        jmp     context_bridge

/* With NT and DF, as another may leave them. */
        .globl  block_enter
block_enter:
        pushl   $0x4cd7
        popfl
        jmp     context_enter

/* As the core goes on at a recovery point: EAX = the record, off the list;
 * nothing else is known. */
        .globl  block_die
block_die:
        movl    4(%esp), %eax
        movl    (%eax), %edx
        movl    %edx, %gs:THREAD_RECOVERY
        movl    8(%eax), %ebp
        movl    12(%eax), %ebx
        movl    16(%eax), %esi
        movl    20(%eax), %edi
        movl    24(%eax), %ecx
        movl    4(%eax), %esp
        movl    $BLOCK, %edx
        movl    %edx, %ds
        movl    %edx, %es
        movl    $DIED, %eax
        fldz
        jmp     *%ecx
