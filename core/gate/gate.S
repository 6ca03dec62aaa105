/* SPDX-License-Identifier: MIT */
/*
 * Entries of the call gates. MEASURED PATH: each instruction here is in
 * every call to a wrapper.
 */
#include "../api/assembly.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../x86/trap_state.h"
#include "core/offsets.h"

#define LCALL_SIZE   7
#define FRAME_SIZE   GATE_CALL_ESP     /* up to and without ESP */

/*
 * One entry a gate: no jump to shared code, and a branch target of its own
 * for each binding. The stack is a struct gate_call. The return address
 * tells the stub, and with it the method: (eip - first return) / 8, where the
 * rotation turns any remainder into a number that is out of range. Until it
 * is known to serve, no register is lost: who is refused must not notice.
 */
        .text
        .balign 32
        .globl  gate_thunks_end
FUNCTION(gate_thunks)
        index = 0
        .rept   GATES
        .org    gate_thunks + index * GATE_THUNK
        mov     %ecx, %ss:caller_ecx
        mov     $-(STUB_BASE + index * STUB_BLOCK + LCALL_SIZE), %ecx
        add     (%esp), %ecx
        ror     $3, %ecx
        cmp     %ss:gates + index * GATE_SIZE + GATE_METHODS, %ecx
        jae     gate_refuse
        .if     index == 0
.Lserved:
        .endif
        mov     $gates + index * GATE_SIZE, %edx
        mov     %ss, %eax
        mov     %eax, %ds
        mov     %eax, %es
        cld
        mov     %esp, %eax
        call    *GATE_TABLE(%edx, %ecx, 4)
        .if     index == 0
.Lback:
        .endif
        # LRET drops the arguments on both stacks; the caller owns its own.
        subl    $GATE_DWORDS * 4, GATE_CALL_ESP(%esp)
        mov     $UPS_DS, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        lret    $GATE_DWORDS * 4        # a fault here: exit.c
        index = index + 1
        .endr
END(gate_thunks)
gate_thunks_end:

/* A call that did not come from the binding's stubs gets what a missing
 * gate would give it: #GP with the selector. ECX still tells the gate. */
gate_refuse:
        push    %eax
        push    %edx
        rol     $3, %ecx
        mov     8(%esp), %eax           # eip
        sub     %ecx, %eax              # the first stub's return address
        sub     $STUB_BASE + LCALL_SIZE, %eax
        mov     $STUB_BLOCK, %ecx
        xor     %edx, %edx
        div     %ecx
        lea     GATE_FIRST * 8(, %eax, 8), %ecx
        pop     %edx
        pop     %eax
        jmp     refuse

/* The gate of an upcall's return serves one place. */
FUNCTION(gate_refuse_return)
        mov     %ecx, %ss:caller_ecx
        mov     $RETURN_GATE & ~7, %ecx

/*
 * ECX: error code. A gate call becomes a trap state in its upper half, with
 * every register but the arithmetic flags as the caller had it:
 *
 *      esp, ss                         stay
 *      eflags, cs, eip
 *      error, vector | TRAP_REFUSED    trap.c looks for the LCALL
 *
 * The arguments lie in between, and nobody needs them.
 */
refuse:
        push    %eax
        pushf
        pushl   8(%esp)                 # eip
        popl    FRAME_SIZE - 12 + 8(%esp)
        pushl   12(%esp)                # cs
        popl    FRAME_SIZE - 8 + 8(%esp)
        popl    FRAME_SIZE - 4 + 4(%esp)        # eflags
        mov     %ecx, FRAME_SIZE - 16 + 4(%esp)
        movl    $VECTOR_GP | TRAP_REFUSED, FRAME_SIZE - 20 + 4(%esp)
        push    $EFLAGS_FIXED           # interrupts are off from here
        popf
        mov     %ss:caller_ecx, %ecx
        pop     %eax
        add     $FRAME_SIZE - 20, %esp
        jmp     trap_enter
END(gate_refuse_return)
        .globl  gate_refusals_end
gate_refusals_end:

        .section .rodata
        .balign 4
        .globl  gate_served, gate_back
gate_served:                            # in a thunk: where a call is served
        .long   .Lserved - gate_thunks
gate_back:                              # and where a method returns to
        .long   .Lback - gate_thunks

        .bss
        .balign 4
caller_ecx:
        .long   0
