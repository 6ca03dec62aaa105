/* SPDX-License-Identifier: MIT */
/*
 * cpu.sti(). STI lets one more instruction by (manual 3.2), and that is the LRET:
 * what has come meanwhile interrupts the caller, and is delivered. In the core it
 * would only be remembered, so that whoever holds interrupts off most of the time
 * would keep all others' from them.
 */
#include "../api/assembly.h"
#include "../base/layout.h"
#include "../x86/exit.h"
#include "../x86/regs.h"
#include "core/offsets.h"

        .text
/* A gate_method: EAX the call, EDX the gate. */
FUNCTION(cpu_on)
        call    cpu_release
        add     $4, %esp                # not by way of the thunk (gate.S)
        subl    $GATE_DWORDS * 4, GATE_CALL_ESP(%esp)
        mov     $UPS_DS, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        testl   $EFLAGS_IF, %ss:flags_ring1
        jz      1f
        sti
1:      leave   exit_gate, lret $GATE_DWORDS * 4
END(cpu_on)
