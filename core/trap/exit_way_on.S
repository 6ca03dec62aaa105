/* SPDX-License-Identifier: MIT */
/*
 * Where the core goes on after a fault at one of its ways out. The fault's own
 * stack frame is gone; ESP is as it was at that instruction. It becomes a trap
 * state of the code that was to go on: as if that had faulted by itself. Who
 * has destroyed its own stack or code gets #GP, #SS or #NP where it is.
 */
#include "../api/assembly.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../x86/trap_state.h"

#define ARGUMENTS (GATE_DWORDS * 4)

        .text
/* LRET of a binding's gate: eip, cs, arguments, esp, ss. The call is over,
 * so the stack is that of the stub's RET, and it can be given away. */
FUNCTION(exit_gate)
        mov     (%esp), %eax
        mov     4(%esp), %ecx
        add     $ARGUMENTS, %esp
        mov     %eax, (%esp)
        mov     %ecx, 4(%esp)
        addl    $ARGUMENTS, 8(%esp)
END(exit_gate)
/* LRET of a gate without arguments: eip, cs, esp, ss. */
FUNCTION(exit_far)
        push    $EFLAGS_FIXED           # IF is off, as behind a gate, and NT
        popf
        pop     %eax
        pop     %ecx
        pushl   %ss:flags_ring1
        push    %ecx
        push    %eax
        pushl   %ss:exit_error
        pushl   %ss:exit_vector
        orl     $TRAP_EXIT | TRAP_UNDELIVERED, (%esp)
        jmp     trap_enter
END(exit_far)

/* IRET of a trap: eip, cs, eflags, esp, ss. An owner of the vector gets it. */
FUNCTION(exit_trap)
        pushl   %ss:exit_error
        pushl   %ss:exit_vector
        orl     $TRAP_EXIT, (%esp)
        jmp     trap_enter
END(exit_trap)
