/* SPDX-License-Identifier: MIT */
/*
 * Entries of the call gates. MEASURED PATH: each instruction here is in
 * every call to a wrapper.
 */
#include "../layout.h"
#include "../processor/regs.h"

#define GATE_RETURNS 0          /* ORDER struct gate */
#define GATE_METHODS 4
#define GATE_METHOD  32
#define FRAME_ESP    36         /* ORDER struct gate_frame */
#define FRAME_SIZE   36         /* up to and without ESP */

/*
 * One entry a gate: no jump to shared code, and a branch target of its own
 * for each binding. The stack is a struct gate_frame. The return address
 * tells the stub, and with it the method: (eip - returns) / 8, where the
 * rotation turns any remainder into a number that is out of range.
 */
        .text
        .balign GATE_THUNK
        .globl  gate_thunks
gate_thunks:
        index = 0
        .rept   GATES
        .balign GATE_THUNK
        mov     $gates + index * GATE_SIZE, %edx
        cld
        mov     $CORE_DS, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     (%esp), %ecx
        sub     GATE_RETURNS(%edx), %ecx
        ror     $3, %ecx
        cmp     GATE_METHODS(%edx), %ecx
        jae     gate_refuse
        mov     %esp, %eax
        call    *GATE_METHOD(%edx, %ecx, 4)
        # LRET drops the arguments on both stacks; the client owns its own.
        subl    $GATE_DWORDS * 4, FRAME_ESP(%esp)
        mov     $UPS_DS, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        lret    $GATE_DWORDS * 4
        index = index + 1
        .endr

/* A call that did not come from the binding's stubs gets what a missing
 * gate would give it: #GP with the selector, at its own address. */
gate_refuse:
        mov     (%esp), %eax            # eip
        sub     $gates, %edx
        shr     $4, %edx                # gate index * 8
        add     $GATE_FIRST * 8, %edx
        jmp     refuse

/* The gate of an upcall's return, taken from runtime.S only. */
        .balign 16
        .globl  gate_upcall_return
gate_upcall_return:
        cld
        mov     $CORE_DS, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        cmpl    $0, upcall_top
        je      1f
        cmpl    $RUNTIME_BASE + RUNTIME_RETURN_SIZE, (%esp)
        je      upcall_leave
1:      mov     (%esp), %eax
        mov     $RETURN_GATE & ~7, %edx

/* EAX: eip, EDX: error code; a gate frame becomes a trap frame. */
refuse:
        mov     4(%esp), %ecx           # cs
        add     $FRAME_SIZE, %esp       # esp, ss stay
        pushf
        andl    $~(EFLAGS_TF | EFLAGS_NT), (%esp)
        push    %ecx
        push    %eax
        push    %edx
        push    $VECTOR_GP
        jmp     trap_enter

        .section .note.GNU-stack, "", @progbits
