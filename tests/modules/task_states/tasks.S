/* SPDX-License-Identifier: MIT */
/* Tasks of ring 1: what they hold as they are left, and how they go on. */
#include "core/api/selectors.h"
#include "offsets.h"
#include "nmm/offsets.h"

#define TASK_BUSY       0x200           /* of LAR: its type */
#define EFLAGS_NT       0x4000
#define EARLY           ~0x100          /* all but TF */
#define SPIN            100000          /* some timer interrupts long */

        .macro  segment_from field, register
        mov     %cs:task_state + \field, %eax
        cmp     $STATE_KEEP, %eax
        je      1f
        mov     %eax, %\register
1:
        .endm

/* A way: it is left behind `popf`, by a jump or by a call, and once more. */
        .macro  way name:req, then:vararg
        .irp    leave, ljmp, lcall
\name\()_\leave:
        popf
        \leave  $NMM_TASK_NONE, $0
        \then
        ljmp    $NMM_TASK_NONE, $0
        .endr
        .pushsection .data.ways, "aw"
        .long   \name\()_ljmp, \name\()_lcall
        .popsection
        .endm

        .section .data.ways, "aw"
        .balign 4
        .globl  task_ways
task_ways:

        .text
/* u32 task_enter(u32 kind): EFLAGS as they are behind it. */
        .globl  task_enter
task_enter:
        pusha
        push    %ds
        push    %es
        mov     44(%esp), %eax
        mov     %esp, saved_esp
        cmp     $ENTER_CALL, %eax
        je      call
        cmp     $ENTER_OTHER, %eax
        je      other
        cmp     $ENTER_BACK, %eax
        je      back
        cmp     $ENTER_CONTEXT, %eax
        je      context
        ljmp    *task_own
        jmp     over
call:   lcall   *task_own
        jmp     over
other:  ljmp    *task_other
        jmp     over
back:   pushf
        orl     $EFLAGS_NT, (%esp)
        popf
        iret
        jmp     over
context:
        mov     task_own + 4, %eax
        mov     %esp, %edx
        lcall   $CONTEXT_GATE, $0
        xor     %eax, %eax
        mov     %esp, %edx
        lcall   $CONTEXT_GATE, $0
over:   pushf
        popl    %ss:saved_flags
        mov     $UPS_DS, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     saved_esp, %esp
        push    $2
        popf
        mov     $THREAD_DS, %eax
        mov     %eax, %gs
        pop     %es
        pop     %ds
        popa
        mov     saved_flags, %eax
        ret

        .globl  task_pass
task_pass:
        ljmp    *task_own
        jmp     task_pass

/* A task begins with DS and ES of the UPS, and a stack that is there. */
        .globl  task_take
task_take:
        segment_from STATE_FS, fs
        segment_from STATE_GS, gs
        mov     task_state + STATE_FLAGS, %eax
        and     $EARLY, %eax
        push    %eax
        popf
        mov     task_state + STATE_SS, %ecx
        mov     task_state + STATE_ESP, %edx
        segment_from STATE_ES, es
        segment_from STATE_DS, ds
        mov     %ecx, %ss
        mov     %edx, %esp
        ljmp    *%cs:task_state + STATE_AT

/* The owner of vectors: back to who waits for the task, as that is waited
 * for, or, where nobody went anywhere, in task_enter(). */
        .globl  task_owner
task_owner:
        mov     $UPS_DS, %eax
        mov     %eax, %ds
        mov     %eax, %es
        incl    task_owned
        str     %eax
        and     $~7, %eax
        cmp     $NMM_TASK_NONE, %ax
        je      over
        mov     $NMM_TASK_NONE, %ecx
        lar     %ecx, %eax
        test    $TASK_BUSY, %eax
        jnz     1f
        ljmp    $NMM_TASK_NONE, $0
1:      pushf
        orl     $EFLAGS_NT, (%esp)
        popf
        iret
        ud2

        .macro  by_zero
        xor     %ecx, %ecx
        div     %ecx
        .endm
        .macro  no_task
        xor     %eax, %eax
        lcall   $CONTEXT_GATE, $0
        .endm
        .macro  long
        mov     $SPIN, %esi
        dec     %esi
        jnz     . - 1
        .endm
        .macro  alone
        call    task_free_caller
        iret
        .endm

        way     plain, nop
        way     undefined, ud2
        way     breakpoint, int3
        way     divide, by_zero
        way     returns, iret
        way     nested, lcall $NMM_TASK_NONE, $0
        way     itself, ljmp *%cs:task_own
        way     gate, no_task
        way     stub, call *%cs:task_stub
        way     enter, sysenter
        way     halt, hlt
        way     interrupt, int $14
        way     spin, long
        way     fails, call task_fail
        way     orphan, alone

        .section .data.ways
        .globl  task_ways_end
task_ways_end:

        .data
        .balign 4
        .globl  task_state, task_own, task_other, task_owned, task_stub
task_state:
        .fill   9, 4, 0
task_own:
        .long   0, 0
task_other:
        .long   0, 0
task_owned:
        .long   0
task_stub:
        .long   0
saved_esp:
        .long   0
saved_flags:
        .long   0
