/* SPDX-License-Identifier: MIT */
/*
 * Trap stubs for all vectors. Every entry does CLD and loads the core's DS
 * and ES; the gates are interrupt gates, so IF, TF and NT are clear.
 *
 *      esp, ss         only from ring 1
 *      eip, cs, eflags
 *      error           pushed here where the processor has none
 *      vector
 *      eax ... edi     PUSHA
 *      ds, es          <- struct trap_state
 */
#include "../api/assembly.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../x86/exit.h"
#include "../descriptor/idt.h"
#include "trap.h"
#include "core/offsets.h"

        .text
        .balign IDT_STUB_SIZE
FUNCTION(trap_stubs)
        vector = 0
        .rept   VECTORS
        .balign IDT_STUB_SIZE
        .if     vector > 31
        push    $0
        .elseif !(VECTOR_ERRORS >> vector & 1)
        push    $0
        .endif
        push    $vector
        jmp     trap_enter
        vector = vector + 1
        .endr
END(trap_stubs)

FUNCTION(trap_enter)
        pusha
        push    %ds
        push    %es
        cld
        mov     $CORE_DS, %eax
        mov     %eax, %ds
        mov     %eax, %es
trap_state_ready:
        mov     %esp, %eax
        call    trap_dispatch
/*
 * The one way back from traps. What is returned to has no IOPL and no VM,
 * whoever made the trap state; NT is not live, for all that comes here came by
 * an interrupt gate or has cleared it. A selector that names nothing any more
 * becomes null, and its next user faults. The processor checks the rest.
 */
trap_return:
        andl    $~(EFLAGS_IOPL | EFLAGS_VM), TRAP_STATE_EFLAGS(%esp)
1:      leave   no_es, pop %es
2:      leave   no_ds, pop %ds
        popa
        add     $8, %esp
        leave   exit_trap, iret

no_es:  movl    $0, (%esp)
        call    double_fault_over       # it may have come that way
        jmp     1b
no_ds:  movl    $0, (%esp)
        call    double_fault_over
        jmp     2b
END(trap_enter)

/* void trap_double_fault(void): the task of the double-fault gate starts
 * here; the processor has pushed an error code of zero. */
FUNCTION(trap_double_fault)
        cld
        call    double_fault
        add     $4, %esp                # the error code
        iret                            # back to the core's task
        jmp     trap_double_fault       # where the next one starts
END(trap_double_fault)

/* void trap_resume(void): the core's task goes on here, ESP at a struct
 * trap_state; the task switch has set CR0.TS. */
FUNCTION(trap_resume)
        clts
        jmp     trap_state_ready
END(trap_resume)

/* void trap_step_on(void): the same, but nothing was wrong: back to where its
 * return address is, with every register as it was. */
FUNCTION(trap_step_on)
        pushf
        pusha
        push    %ds
        push    %es
        mov     $CORE_DS, %eax
        mov     %eax, %ds
        mov     %eax, %es
        clts
        cld
        call    double_fault_over
        pop     %es
        pop     %ds
        popa
        popf
        ret
END(trap_step_on)

/* From a gate's method, which is left for good: the state in the argument is
 * that of a trap. */
        .macro  take_state
        push    $EFLAGS_FIXED           # interrupts are off, and NT
        popf
        mov     4(%esp), %esi
        mov     core_tss + TSS_ESP0, %esp
        sub     $TRAP_STATE_SIZE, %esp
        mov     %esp, %edi
        mov     $TRAP_STATE_SIZE / 4, %ecx
        rep movsl
        .endm

/* void trap_leave(const struct trap_state *): back to ring 1 by it. */
FUNCTION(trap_leave)
        take_state
        jmp     trap_return
END(trap_leave)

/* void trap_restart(const struct trap_state *): as if this trap had led into
 * the core. */
FUNCTION(trap_restart)
        take_state
        mov     %esp, %eax
        call    trap_undelivered
        jmp     trap_return
END(trap_restart)
