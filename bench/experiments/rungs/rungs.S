/* SPDX-License-Identifier: MIT */
/*
 * Experiment rungs: what runs at ring 3, the null method's ways into ring 1,
 * and the hardware task. MEASURED PATH.
 */
#include "../../../core/api/assembly.h"
#include "../../../core/api/selectors.h"
#include "nmm/offsets.h"
#include "../../../core/x86/regs.h"
#include "../../lib/own.h"
#include "offsets.h"

        .text
/*
 * u64 rungs_enter(u32 task, u32 body, u32 measure): measure(body) at ring 3,
 * both addresses of ring 3's. DF is set there: the core clears it on its way.
 */
FUNCTION(rungs_enter)
        push    %ebp
        mov     %esp, %ebp
        push    %ebx
        push    %esi
        push    %edi
        mov     %esp, stack
        mov     8(%ebp), %eax
        mov     %esp, %edx
        lcall   $CONTEXT_GATE, $0
        mov     12(%ebp), %ebx
        mov     16(%ebp), %ecx
        push    $OWN_DATA
        push    $OWN_STACK
        push    $EFLAGS_FIXED | EFLAGS_DF
        push    $OWN_CODE
        push    $OWN_CODE_AT + start - rungs_code
        iret
END(rungs_enter)

/* The gate back: EDX:EAX is the time. */
FUNCTION(rungs_done)
        mov     $UPS_DS, %ecx
        mov     %ecx, %ds
        pushf
        popl    rungs_flags
        cld
        mov     %ecx, %es
        mov     $THREAD_DS, %ecx
        mov     %ecx, %gs
        mov     stack, %esp
        mov     %eax, %esi
        mov     %edx, %edi
        xor     %eax, %eax
        xor     %edx, %edx
        lcall   $CONTEXT_GATE, $0
        mov     %esi, %eax
        mov     %edi, %edx
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret
END(rungs_done)

/* The null method, by each way. DS is ring 3's. */
        .balign 16
        .globl  rungs_null_gate, rungs_null_int
rungs_null_gate:
        incl    %ss:rungs_calls
        lret
        .balign 16
rungs_null_int:
        incl    %ss:rungs_calls
        iret

/* The same, with a look at the flags it comes with: what ring 3 then has. */
        .balign 16
        .globl  rungs_look_int
rungs_look_int:
        incl    %ss:rungs_calls
        push    %eax
        pushf
        mov     (%esp), %eax
        mov     %eax, 16(%esp)
        add     $4, %esp
        pop     %eax
        iret

/* void rungs_far(void): at ring 1, in the same segment. */
        .balign 16
        .globl  rungs_far
rungs_far:
        lcall   $UPS_CS, $rungs_null_gate
        ret

/* void rungs_task(void): to the task and back. */
        .balign 16
        .globl  rungs_task
rungs_task:
        ljmp    *rungs_far_task
        ret

/* What the task does, for ever; its stack is never used. */
        .balign 16
        .globl  rungs_task_start
rungs_task_start:
        incl    rungs_calls
        ljmp    $NMM_TASK_NONE, $0
        jmp     rungs_task_start

        .globl  rungs_use_fpu, rungs_machine_word
rungs_use_fpu:
        fnop
        ret
rungs_machine_word:
        smsw    %eax
        ret

/* At ring 3, copied there. */
        .balign 16
        .globl  rungs_code, rungs_code_end
        .globl  rungs_gate, rungs_int, rungs_sysenter
rungs_code:
start:
        push    %ebx
        call    *%ecx
        lcall   $OWN_GATE(GATE_DONE), $0
        .balign 16
rungs_gate:
        lcall   $OWN_GATE(GATE_NULL), $0
        ret
        .balign 16
rungs_int:
        int     $RUNGS_VECTOR
        ret
        .balign 16
rungs_sysenter:
        mov     %esp, %ecx
        mov     $OWN_CODE_AT + 1f - rungs_code, %edx
        sysenter
1:      ret
rungs_code_end:

        .bss
        .balign 4
stack:
        .long   0
