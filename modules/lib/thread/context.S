/* SPDX-License-Identifier: MIT */
/*
 * Switching stacks. A thread that does not run has this on its stack:
 *
 *     + 32  where it goes on
 *     + 28  ebp              the link of the backtrace    (EAX of POPA)
 *     + 24  the head of its recovery points                (ECX)
 *     + 20  edx, ebx, -, ebp, esi
 *     +  0  edi              <- struct thread.esp
 *
 * PUSHA and POPA, with what goes into their EAX and ECX, are the shortest
 * way. The timer switches nothing in here (inside.c), so that the short way needs
 * no lock. The whole x87 state goes with a thread: a client that breaks the rule of
 * an empty x87 stack at calls, or leaves an exception pending, hurts nobody else;
 * and CR0.TS, by which it could be done lazily, is ring 0's.
 */
#include "../../../core/api/assembly.h"
#include "../call/interrupted.h"
#include "core/api/offsets.h"
#include "modules/lib/thread/offsets.h"
#include "../../../core/api/selectors.h"

        .text
/*
 * int context_hand_off(int thread). MEASURED PATH: the switch between two
 * clients. A thread that is not ready, or is none, and a caller inside an
 * upcall, have a key that differs: handle + UPCALLS is that of a ready one.
 * So does that of a policy which calls while it is asked: the lock is 1 then.
 * Without a context of its own the thread runs in none.
 */
FUNCTION(context_hand_off)
        mov     %gs:THREAD_RECOVERY, %ecx
        mov     %ebp, %eax
        pusha
        mov     thread_current, %esi
        mov     36(%esp), %eax
        movzbl  %al, %ebx
        mov     slots(, %ebx, 4), %ebx
        add     %gs:THREAD_UPCALLS, %eax
        add     threads_locked, %eax
        cmp     %eax, CONTEXT_KEY(%ebx)
        jne     other_way
        mov     %ecx, CONTEXT_RECOVERY(%esi)
        mov     CONTEXT_TASK(%ebx), %eax
        mov     CONTEXT_STACK(%ebx), %edx
        lcall   $CONTEXT_GATE, $0
        jnz     other_way
switch: fnsave  CONTEXT_FPU(%esi)
        mov     %esp, CONTEXT_ESP(%esi)
        mov     %ebx, thread_current
        mov     CONTEXT_ESP(%ebx), %esp
        movl    $0, CONTEXT_ESP(%ebx)   # it runs: nothing is suspended
        frstor  CONTEXT_FPU(%ebx)
        popa
        mov     %ecx, %gs:THREAD_RECOVERY
        xor     %eax, %eax
        mov     %eax, %fs               # another client's descriptor
        ret
END(context_hand_off)

/*
 * u64 context_exchange(u32 context, saddr_t stack). MEASURED PATH: into a client
 * on the calling thread, and back. No ESP has room on this way of a kind of threads
 * whose tasks the processor switches. The policy does not call this way while it is
 * asked: the lock is 1 then.
 */
FUNCTION(context_exchange)
        mov     thread_current, %ecx
        cmpl    $0, threads_locked
        jne     entry_exchange
        cmp     CONTEXT_ROOM(%ecx), %esp
        jb      entry_exchange
        mov     4(%esp), %eax
        mov     8(%esp), %edx
        lcall   $CONTEXT_GATE, $0
        jnz     entry_exchange
        mov     thread_current, %ecx
        mov     CONTEXT_TASK(%ecx), %eax
        mov     CONTEXT_STACK(%ecx), %edx
        pushl   4(%esp)
        popl    CONTEXT_TASK(%ecx)
        pushl   8(%esp)
        popl    CONTEXT_STACK(%ecx)
        ret
END(context_exchange)

/* void context_switch(struct thread *from, struct thread *to): leaves the
 * critical section; the context of `to` is current already. */
FUNCTION(context_switch)
        mov     %gs:THREAD_RECOVERY, %ecx
        mov     %ebp, %eax
        pusha
        mov     36(%esp), %esi
        mov     40(%esp), %ebx
        mov     %ecx, CONTEXT_RECOVERY(%esi)
        movl    $0, threads_locked
        jmp     switch
END(context_switch)

other_way:
        popa
        jmp     entry_hand_off

/* int context_gate(u32 context, u32 stack) */
FUNCTION(context_gate)
        mov     4(%esp), %eax
        mov     8(%esp), %edx
        lcall   $CONTEXT_GATE, $0
        ret
END(context_gate)

/* u32 upcall_depth(void) */
FUNCTION(upcall_depth)
        mov     %gs:THREAD_UPCALLS, %eax
        ret
END(upcall_depth)

/* u32 context_depth(void) */
FUNCTION(context_depth)
        mov     %gs:THREAD_UPCALLS, %eax
        add     threads_locked, %eax
        ret
END(context_depth)

/* const struct recovery *context_recovery(void) */
FUNCTION(context_recovery)
        mov     %gs:THREAD_RECOVERY, %eax
        ret
END(context_recovery)

/* u32 context_top(void) */
FUNCTION(context_top)
        mov     %gs:THREAD_STACK, %eax
        ret
END(context_top)

/* Where a new thread goes on: struct thread_base is on top of its stack, and EBP at
 * the oldest stack frame. Its entry finds nothing in its registers. */
FUNCTION(context_start)
        clear_registers
        pushl   4(%ebp)                 # the entry, or SUSPENDED_CUT
        call    module_at
        test    %eax, %eax
        mov     $E_DIED, %eax
        jz      1f
        clear_registers
        ret
1:      push    %eax
        call    thread_finish
        ud2
END(context_start)

/* Its entry has returned. */
FUNCTION(context_returned)
        push    %eax
        call    thread_finish
        ud2
END(context_returned)

/* Where a thread goes on that is rescued from a dead module: as from the
 * core, at a recovery point, whose address is on top of the stack. */
FUNCTION(context_lost)
        call    threads_leave
        mov     $E_DIED, %eax
        ret
END(context_lost)

/* A module has died in which its entry is: at the top of its stack. */
FUNCTION(context_bridge)
        push    %ss
        pop     %ds
        push    %ss
        pop     %es
        xor     %ebp, %ebp
        push    %eax
        call    thread_finish
        ud2
END(context_bridge)

/* struct suspended *context_suspended(void) */
FUNCTION(context_suspended)
        mov     %gs:THREAD_SUSPENDED, %eax
        ret
END(context_suspended)

/* void context_set_suspended(struct suspended *head) */
FUNCTION(context_set_suspended)
        mov     4(%esp), %eax
        mov     %eax, %gs:THREAD_SUSPENDED
        ret
END(context_set_suspended)

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
