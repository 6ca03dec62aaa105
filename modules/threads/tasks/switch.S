/* SPDX-License-Identifier: MIT */
/*
 * The hardware task switch. A thread's stack is as in lib/thread/context.S, so
 * that the CM and a rescue find there what they look for; the processor saves
 * and loads all registers besides. Every task that does not run stands
 * behind the LJMP: any of them can carry on any thread.
 */
#include "thread/threads.h"
#include "core/api/offsets.h"
#include "../../../core/api/selectors.h"

        .text
/* void task_switch(struct thread *from, struct thread *to, const u32 far[2]):
 * leaves the critical section; far: 0, the selector of the task to be in, or
 * NULL if this one will do. */
        .globl  task_switch, task_resume
        .type   task_switch, @function
task_switch:
        movl    %gs:THREAD_RECOVERY, %ecx
        movl    %ebp, %eax
        pusha
        movl    36(%esp), %esi
        movl    40(%esp), %ebx
        movl    44(%esp), %edx
        movl    %ecx, CONTEXT_RECOVERY(%esi)
        movl    $0, threads_locked
        xorl    %eax, %eax
        movl    %eax, %fs               # a client's: its LDT is not in the TSS
        fnsave  CONTEXT_FPU(%esi)
        movl    %esp, CONTEXT_ESP(%esi)
        movl    %ebx, thread_current
        testl   %edx, %edx
        jz      task_resume
        ljmp    *(%edx)
/* A new task starts here, too. */
task_resume:
        movl    thread_current, %ebx
        movl    CONTEXT_ESP(%ebx), %esp
        movl    $0, CONTEXT_ESP(%ebx)
        cmpl    $0, CONTEXT_TASK(%ebx)
        je      1f
        movl    CONTEXT_TASK(%ebx), %eax    # the switch has undone it
        movl    CONTEXT_STACK(%ebx), %edx
        lcall   $CONTEXT_GATE, $0
1:      frstor  CONTEXT_FPU(%ebx)       # #NM, and the core clears CR0.TS
        popa
        movl    %ecx, %gs:THREAD_RECOVERY
        ret
        .size   task_switch, . - task_switch
