/* SPDX-License-Identifier: MIT */
/*
 * Where the LRET of a gate goes that detour.c has changed: within the core, so
 * that it leaves ESP and SS of ring 1 where they are.
 *
 *      eip     in the place of SS, which was UPS_DS
 *      esp     <- esp
 *
 * From here on all is as if the code behind the gate had asked for what waits, by
 * INT: with every register and IF as the call returns them.
 */
#include "../api/assembly.h"
#include "../base/layout.h"
#include "../x86/regs.h"

        .text
/* Of a binding's gate: the LRET has dropped the arguments on one stack only. */
FUNCTION(detour)
        addl    $GATE_DWORDS * 4, (%esp)
END(detour)
/* Of a gate without arguments. */
FUNCTION(detour_far)
        pushf
        push    $UPS_CS
        pushl   12(%esp)                # eip
        movl    $UPS_DS, 16(%esp)
        push    $0
        push    $VECTOR_OWNERS
        push    $EFLAGS_FIXED           # IF is off, as behind a gate, and NT
        popf
        jmp     trap_enter
END(detour_far)
