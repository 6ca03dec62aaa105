/* SPDX-License-Identifier: MIT */
/*
 * Switching stacks and recovery points in a host's process: GS is a segment
 * of the test's, and CONTEXT_GATE leads to code of its own.
 */
#include "../../core/api/assembly.h"
#include "saved.h"
#include "../../core/api/selectors.h"
#undef CONTEXT_GATE
#define CONTEXT_GATE 0x2f
#include "ring3.h"
#include "../../modules/lib/thread/context.S"
#include "../../modules/lib/thread/entry.S"
#include "../../modules/lib/thread/timer.S"
#include "../../modules/threads/tasks/switch.S"
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
        .long   0, 0, 0                 # times, EAX, EDX
gate_result:
        .long   0

        .text
/* Behind CONTEXT_GATE: EAX and EDX are seen, and ZF tells whether EAX is 0. */
        .globl  gate_code
gate_code:
        incl    gate_seen
        mov     %eax, gate_seen + 4
        mov     %edx, gate_seen + 8
        mov     $0xcccc, %ecx
        mov     $0xdddd, %edx
        mov     gate_result, %eax
        test    %eax, %eax
        lret

/* u32 block_call(u32 (*call)(), const u32 arg[3]): in a thread, with values in
 * the registers that a call keeps. */
FUNCTION(block_call)
        save_registers
        mov     %esp, home
        mov     %gs, home + 4
        mov     20(%esp), %eax
        mov     24(%esp), %edx
        pushl   8(%edx)
        pushl   4(%edx)
        pushl   (%edx)
        mov     $BLOCK, %ebx
        mov     %ebx, %gs
        ring_registers
        call    *%eax
/* Here a thread goes on that was switched to: in whichever registers. */
        .globl  block_back
block_back:
        mov     %eax, ring_out
        mov     %ebx, ring_out + 4
        mov     %ecx, ring_out + 8
        mov     %edx, ring_out + 12
        mov     %esi, ring_out + 16
        mov     %edi, ring_out + 20
        mov     %ebp, ring_out + 24
        mov     %esp, ring_out + 28
        mov     %ds, ring_out + 32
        mov     %es, ring_out + 36
        mov     %fs, ring_out + 40
        mov     threads, %esi           # what the first has left, if it has
        test    %esi, %esi
        jz      1f
        mov     $frame_out, %edi
        mov     $9, %ecx
        rep movsl
1:      mov     home, %esp
        mov     home + 4, %gs
        xor     %ecx, %ecx
        mov     %ecx, %fs
        restore_registers
        ret
END(block_call)

/* An entry that sees all, and returns 123. */
        .globl  block_inside, ring_seen
block_inside:
        mov     %eax, ring_seen
        mov     %ebx, ring_seen + 4
        mov     %ecx, ring_seen + 8
        mov     %edx, ring_seen + 12
        mov     %esi, ring_seen + 16
        mov     %edi, ring_seen + 20
        mov     %ebp, ring_seen + 24
        mov     %esp, ring_seen + 28
        pushf
        popl    ring_seen + 48
        mov     4(%esp), %eax
        mov     %eax, ring_seen + 52
        mov     $123, %eax
        ret

/* context_bridge as a record leads there, with data segments of anybody's. */
        .globl  block_bridge
block_bridge:
        mov     $BLOCK, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     $0x77, %eax
        jmp     context_bridge

/* A thread that begins, on this stack: entry and argument. With NT and DF, as another
 * may leave them. */
        .globl  block_enter
block_enter:
        mov     4(%esp), %eax
        mov     8(%esp), %edx
        push    %eax
        push    $0
        mov     %esp, %ebp
        push    %edx
        push    $context_returned
        push    $0x4cd7
        popf
        jmp     context_start

/* As the core goes on at a recovery point: EAX = the record, off the list;
 * nothing else is known. */
        .globl  block_die
block_die:
        mov     4(%esp), %eax
        go_on_at_record BLOCK
        fldz
        jmp     *%ecx
