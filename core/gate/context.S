/* SPDX-License-Identifier: MIT */
/*
 * The software switch behind CONTEXT_GATE (layout.h). MEASURED PATH: 15
 * instructions where CR3 stays, 22 where it changes: part of every switch
 * between threads that have a task.
 *
 * EAX: selector of a task's TSS, or 0; EDX: its stack of ring 1. DS and ES
 * are the caller's and stay so: only SS is the core's. A task's entry lies
 * at its selector, modulo the table's size; entry 0 is never a task, so that
 * selector 0 finds there what makes no task current.
 */
#include "../api/assembly.h"
#include "../base/layout.h"
#include "../x86/exit.h"
#include "core/api/offsets.h"
#include "core/offsets.h"

#define entry(field) %ss:tasks + field(, %ecx, TASK_SIZE / 8)

        .text
        .balign 16
FUNCTION(context_gate)
        mov     %eax, %ecx
        and     $(TASKS - 1) * 8, %ecx
        cmp     %eax, entry(TASK_SELECTOR)
        jne     unknown
        mov     %cr3, %eax
        cmp     entry(TASK_CR3), %eax
        jne     other_space
ready:  mov     %edx, %ss:core_tss + TSS_ESP1
        lldt    entry(TASK_LDT)
        mov     entry(TASK_IO), %eax
        mov     %ax, %ss:core_tss + TSS_IO_BITMAP
        mov     entry(TASK_SELF), %eax
        mov     %eax, %ss:task_current
        xor     %eax, %eax
        leave   exit_far, lret

/* While paging is off CR3 names no VSAS (paging_leave), so that a task which
 * needs one comes here. */
other_space:
        cmpl    $0, entry(TASK_DIRECTORY)
        je      no_window
        cmpl    $0, %ss:paging_state
        je      refused
        mov     entry(TASK_CR3), %eax
        mov     %eax, %cr3
        jmp     ready
no_window:
        cmpl    $0, entry(TASK_SELF)    # none: any will do
        je      ready
        mov     entry(TASK_CR3), %eax
        mov     %eax, %cr3
        jmp     ready

refused:
        mov     $E_PAGING, %eax
        test    %eax, %eax
        leave   exit_far, lret

unknown:
        mov     $E_HANDLE, %eax
        test    %eax, %eax
        leave   exit_far, lret
END(context_gate)
        .globl  context_gate_end
context_gate_end:
