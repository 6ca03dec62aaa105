/* SPDX-License-Identifier: MIT */
/* Through the binding's call gate, and behind it (manual 6.3.4). */
#include "../../../core/api/assembly.h"
#include "call/interrupted.h"
#include "core/api/offsets.h"

        .text

/* int gate_call(operation, in, in_size, out, out_size) */
FUNCTION(gate_call)
        cmpl    $0, gate_pointer + 4
        je      1f
        lcall   *gate_pointer
        ret
1:      mov     $E_UNBOUND, %eax
        ret
END(gate_call)

/*
 * Behind the gate. Anybody at ring 1 can take it: DF and the data segments
 * may be anything.
 *
 *     ebp + 32  out_size
 *         + 16  operation
 *         + 12  gate_call's caller
 *         +  8  cs
 *         +  4  eip, in gate_call
 *         +  0  ebp
 */
FUNCTION(gate_enter)
        plain_segments
        push    %ebp
        mov     %esp, %ebp
        pushl   32(%ebp)
        pushl   28(%ebp)
        pushl   24(%ebp)
        pushl   20(%ebp)
        pushl   16(%ebp)
        mov     gate_server, %eax
        call    *(%eax)
        leave
        lret
END(gate_enter)
