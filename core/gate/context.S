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
#include "../base/layout.h"
#include "../x86/exit.h"

#define ENTRY_SELECTOR  0               /* ORDER struct task_entry */
#define ENTRY_LDT       12
#define ENTRY_DIRECTORY 16
#define ENTRY_CR3       20
#define ENTRY_SELF      24
#define ENTRY_IO        28
#define ENTRY_SCALE     4               /* bytes of an entry / 8 */
#define TSS_ESP1        12              /* ORDER struct tss */
#define TSS_IO_BITMAP   102
#define ERROR_HANDLE    -3              /* ORDER error.def */
#define ERROR_PAGING    -20

#define entry(field) %ss:tasks + field(, %ecx, ENTRY_SCALE)

        .text
        .balign 16
        .globl  context_gate
context_gate:
        mov     %eax, %ecx
        and     $(TASKS - 1) * 8, %ecx
        cmp     %eax, entry(ENTRY_SELECTOR)
        jne     unknown
        mov     %cr3, %eax
        cmp     entry(ENTRY_CR3), %eax
        jne     other_space
ready:  mov     %edx, %ss:core_tss + TSS_ESP1
        lldt    entry(ENTRY_LDT)
        mov     entry(ENTRY_IO), %eax
        mov     %ax, %ss:core_tss + TSS_IO_BITMAP
        mov     entry(ENTRY_SELF), %eax
        mov     %eax, %ss:task_current
        xor     %eax, %eax
        leave   exit_far, lret

/* While paging is off CR3 names no VSAS (paging_leave), so that a task which
 * needs one comes here. */
other_space:
        cmpl    $0, entry(ENTRY_DIRECTORY)
        je      no_window
        cmpl    $0, %ss:paging_state
        je      refused
        mov     entry(ENTRY_CR3), %eax
        mov     %eax, %cr3
        jmp     ready
no_window:
        cmpl    $0, entry(ENTRY_SELF)   # none: any will do
        je      ready
        mov     entry(ENTRY_CR3), %eax
        mov     %eax, %cr3
        jmp     ready

refused:
        mov     $ERROR_PAGING, %eax
        test    %eax, %eax
        leave   exit_far, lret

unknown:
        mov     $ERROR_HANDLE, %eax
        test    %eax, %eax
        leave   exit_far, lret

        .section .note.GNU-stack, "", @progbits
