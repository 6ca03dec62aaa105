/* SPDX-License-Identifier: MIT */
/* Through the binding's trap gate, and behind it (manual 9.6). */
#include "../../../core/api/assembly.h"
#include "call/interrupted.h"
#include "core/api/offsets.h"

#define EFLAGS_NT 0x4000

        .text

/* int trap_call(operation, in, in_size, out, out_size); start() has written
 * the vector into the instruction. */
FUNCTION(trap_call)
        cmpl    $0, trap_vector
        je      1f
        .byte   0xcd                    # INT
        .globl  trap_number
trap_number:
        .byte   0
        ret
1:      mov     $E_UNBOUND, %eax
        ret
END(trap_call)

/*
 * Behind the gate. Anybody at ring 1 can take it: DF and the data segments
 * may be anything. NT is clear now; IRET must not find it set by the server.
 *
 *     ebp + 36  out_size
 *         + 20  operation
 *         + 16  trap_call's caller
 *         + 12  eflags
 *         +  8  cs
 *         +  4  eip, in trap_call
 *         +  0  ebp
 */
FUNCTION(trap_enter)
        plain_segments
        push    %ebp
        mov     %esp, %ebp
        pushl   36(%ebp)
        pushl   32(%ebp)
        pushl   28(%ebp)
        pushl   24(%ebp)
        pushl   20(%ebp)
        mov     trap_server, %eax
        call    *(%eax)
        pushf
        andl    $~EFLAGS_NT, (%esp)
        popf
        leave
        iret
END(trap_enter)
