/* SPDX-License-Identifier: MIT */
/*
 * Switching stacks. A thread that does not run has this on its stack:
 *
 *     + 32  where it goes on
 *     + 28  ebp              the link of the call chain    (EAX of POPA)
 *     + 24  the head of its recovery points                (ECX)
 *     + 20  edx, ebx, -, ebp, esi
 *     +  0  edi              <- struct thread.esp
 *
 * PUSHA and POPA, with what goes into their EAX and ECX, are the shortest
 * way. The whole x87 state goes with a thread: a client that breaks the rule
 * of an empty x87 stack at calls, or leaves an exception pending, hurts
 * nobody else; and CR0.TS, by which it could be done lazily, is ring 0's.
 */
#include "threads.h"
#include "core/api/offsets.h"
#include "../../../core/api/selectors.h"

#define EFLAGS_FIXED 2          /* bit 1 */

        .text
/* Between these two the timer switches nothing: no lock is needed. */
        .globl  context_begin, context_end
context_begin:
/*
 * int context_hand_off(int thread). MEASURED PATH: the switch between two
 * clients. A thread that is not ready, or is none, and a caller inside an
 * upcall, have a key that differs: handle + UPCALLS is that of a ready one.
 * Without a context of its own it runs in none.
 */
        .globl  context_hand_off
        .type   context_hand_off, @function
context_hand_off:
        movl    %gs:THREAD_RECOVERY, %ecx
        movl    %ebp, %eax
        pusha
        movl    thread_current, %esi
        movl    36(%esp), %eax
        movzbl  %al, %ebx
        movl    slots(, %ebx, 4), %ebx
        addl    %gs:THREAD_UPCALLS, %eax
        cmpl    %eax, CONTEXT_KEY(%ebx)
        jne     other_way
        movl    %ecx, CONTEXT_RECOVERY(%esi)
        movl    CONTEXT_TASK(%ebx), %eax
        movl    CONTEXT_STACK(%ebx), %edx
        lcall   $CONTEXT_GATE, $0
        jnz     other_way
switch: fnsave  CONTEXT_FPU(%esi)
        movl    %esp, CONTEXT_ESP(%esi)
        movl    %ebx, thread_current
        movl    CONTEXT_ESP(%ebx), %esp
        movl    $0, CONTEXT_ESP(%ebx)   /* it runs: nothing is suspended */
        frstor  CONTEXT_FPU(%ebx)
        popa
        movl    %ecx, %gs:THREAD_RECOVERY
        xorl    %eax, %eax
        movl    %eax, %fs               # another client's descriptor
        ret
        .size   context_hand_off, . - context_hand_off

/* void context_switch(struct thread *from, struct thread *to): leaves the
 * critical section; the context of `to` is current already. */
        .globl  context_switch
        .type   context_switch, @function
context_switch:
        movl    %gs:THREAD_RECOVERY, %ecx
        movl    %ebp, %eax
        pusha
        movl    36(%esp), %esi
        movl    40(%esp), %ebx
        movl    %ecx, CONTEXT_RECOVERY(%esi)
        movl    $0, threads_locked
        jmp     switch
        .size   context_switch, . - context_switch
context_end:

other_way:
        popa
        jmp     thread_hand_off

/* int context_gate(u32 context, u32 stack) */
        .globl  context_gate
        .type   context_gate, @function
context_gate:
        movl    4(%esp), %eax
        movl    8(%esp), %edx
        lcall   $CONTEXT_GATE, $0
        ret
        .size   context_gate, . - context_gate

/* u32 upcall_depth(void) */
        .globl  upcall_depth
        .type   upcall_depth, @function
upcall_depth:
        movl    %gs:THREAD_UPCALLS, %eax
        ret
        .size   upcall_depth, . - upcall_depth

/* u32 context_top(void) */
        .globl  context_top
        .type   context_top, @function
context_top:
        movl    %gs:THREAD_STACK, %eax
        ret
        .size   context_top, . - context_top

/* Where a new thread goes on; EBP is at the oldest frame of its chain. */
        .globl  context_start
        .type   context_start, @function
context_start:
        call    thread_main
        ud2
        .size   context_start, . - context_start

/*
 * int context_enter(int (*entry)(u32), u32 argument), from recover_call(): the
 * thread's own code, with nothing in its registers; EBP is the link of the
 * call chain. It is the callee that is blamed.
 */
        .globl  context_enter
        .type   context_enter, @function
context_enter:
        popl    %edx
        popl    %eax
        pushl   %edx                    # entry() returns to recover_call()
        pushl   %eax
        movl    %gs:THREAD_RECOVERY, %ecx
        movl    %eax, RECOVERY_CALLEE(%ecx)
        xorl    %eax, %eax
        xorl    %ebx, %ebx
        xorl    %ecx, %ecx
        xorl    %edx, %edx
        xorl    %esi, %esi
        xorl    %edi, %edi
        pushl   $EFLAGS_FIXED
        popfl
        ret
        .size   context_enter, . - context_enter

/* Where a thread goes on that is rescued from a dead module: as from the
 * core, at a recovery point, whose address is on top of the stack. */
        .globl  context_lost
        .type   context_lost, @function
context_lost:
        call    threads_leave
        movl    $DIED, %eax
        ret
        .size   context_lost, . - context_lost

/* The record below each thread's first one: only a thread that has lost
 * its own start gets here, at the top of its stack. */
        .globl  context_bridge
        .type   context_bridge, @function
context_bridge:
        pushl   %ss
        popl    %ds
        pushl   %ss
        popl    %es
        xorl    %ebp, %ebp
        pushl   %eax
        call    thread_finish
        ud2
        .size   context_bridge, . - context_bridge

/* struct suspended *context_suspended(void) */
        .globl  context_suspended
        .type   context_suspended, @function
context_suspended:
        movl    %gs:THREAD_SUSPENDED, %eax
        ret
        .size   context_suspended, . - context_suspended

/* void context_set_suspended(struct suspended *head) */
        .globl  context_set_suspended
        .type   context_set_suspended, @function
context_set_suspended:
        movl    4(%esp), %eax
        movl    %eax, %gs:THREAD_SUSPENDED
        ret
        .size   context_set_suspended, . - context_set_suspended

/* The thread in the slot that a handle's low byte names. The key of `nobody`
 * differs from what such handles give at any depth of upcalls. */
        .section .rodata
        .balign 4
slots:  .long   nobody
        slot = 0
        .rept   CONTEXT_SLOTS
        .long   threads + slot * CONTEXT_SIZE
        slot = slot + 1
        .endr
        .rept   255 - CONTEXT_SLOTS
        .long   nobody
        .endr
nobody: .long   0, 0, 0, CONTEXT_SLOTS
