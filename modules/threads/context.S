/* SPDX-License-Identifier: MIT */
/*
 * Switching stacks. A thread that does not run has this on its stack:
 *
 *     + 16  where it goes on
 *     + 12  ebp
 *     +  8  ebx
 *     +  4  esi
 *     +  0  edi      <- struct thread.esp
 */
#include "threads.h"
#include "../recover.h"

        .text
/* void context_switch(struct thread *from, struct thread *to) */
        .globl  context_switch
        .type   context_switch, @function
context_switch:
        movl    4(%esp), %eax
        movl    8(%esp), %edx
        pushl   %ebp
        pushl   %ebx
        pushl   %esi
        pushl   %edi
        fnsave  CONTEXT_FPU(%eax)
        movl    %gs:RECOVERY_HEAD, %ecx
        movl    %ecx, CONTEXT_RECOVERY(%eax)
        movl    %esp, CONTEXT_ESP(%eax)
        movl    CONTEXT_ESP(%edx), %esp
        movl    $0, CONTEXT_ESP(%edx)   /* it runs: nothing is suspended */
        movl    CONTEXT_RECOVERY(%edx), %ecx
        movl    %ecx, %gs:RECOVERY_HEAD
        frstor  CONTEXT_FPU(%edx)
        popl    %edi
        popl    %esi
        popl    %ebx
        popl    %ebp
        ret
        .size   context_switch, . - context_switch

/* Where a new thread goes on; EBP is at the oldest frame of its chain. */
        .globl  context_start
        .type   context_start, @function
context_start:
        call    thread_main
        ud2
        .size   context_start, . - context_start

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
        movl    %gs:SUSPENDED_HEAD, %eax
        ret
        .size   context_suspended, . - context_suspended

/* void context_set_suspended(struct suspended *head) */
        .globl  context_set_suspended
        .type   context_set_suspended, @function
context_set_suspended:
        movl    4(%esp), %eax
        movl    %eax, %gs:SUSPENDED_HEAD
        ret
        .size   context_set_suspended, . - context_set_suspended

/* struct recovery *context_recovery(void) */
        .globl  context_recovery
        .type   context_recovery, @function
context_recovery:
        movl    %gs:RECOVERY_HEAD, %eax
        ret
        .size   context_recovery, . - context_recovery

        .section .note.GNU-stack, "", @progbits
