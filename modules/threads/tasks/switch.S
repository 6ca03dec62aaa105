/* SPDX-License-Identifier: MIT */
/*
 * The hardware task switch. A thread's stack is as in lib/thread/context.S, so
 * that the CM and a rescue find there what they look for; the processor saves
 * and loads all registers besides. Every task that does not run stands
 * behind the LJMP: any of them can carry on any thread.
 */
#include "../../../core/api/assembly.h"
#include "core/api/offsets.h"
#include "modules/lib/thread/offsets.h"
#include "../../../core/api/selectors.h"

        .text
/* void task_switch(struct thread *from, struct thread *to, const u32 far[2]):
 * leaves the critical section; far: 0, the selector of the task to be in, or
 * NULL if this one will do. */
        .globl  task_resume
FUNCTION(task_switch)
        mov     %gs:THREAD_RECOVERY, %ecx
        mov     %ebp, %eax
        pusha
        mov     36(%esp), %esi
        mov     40(%esp), %ebx
        mov     44(%esp), %edx
        mov     %ecx, CONTEXT_RECOVERY(%esi)
        xor     %eax, %eax
        mov     %eax, %fs               # a client's: its LDT is not in the TSS
        fnsave  CONTEXT_FPU(%esi)
        mov     %esp, CONTEXT_ESP(%esi)
        mov     %ebx, thread_current
        test    %edx, %edx
        jz      task_resume
        ljmp    *(%edx)
/* A new task starts here, too. */
task_resume:
        mov     thread_current, %ebx
        mov     CONTEXT_ESP(%ebx), %esp
        movl    $0, CONTEXT_ESP(%ebx)
        movl    $0, threads_locked      # for the timer of `preempt` beside it
        cmpl    $0, CONTEXT_TASK(%ebx)
        je      1f
        mov     CONTEXT_TASK(%ebx), %eax        # the switch has undone it
        mov     CONTEXT_STACK(%ebx), %edx
        lcall   $CONTEXT_GATE, $0
1:      frstor  CONTEXT_FPU(%ebx)       # #NM, and the core clears CR0.TS
        popa
        mov     %ecx, %gs:THREAD_RECOVERY
        xor     %eax, %eax              # of hand_off(), of a thread that another
        ret                             # kind has suspended
END(task_switch)
