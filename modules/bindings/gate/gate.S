/* SPDX-License-Identifier: MIT */
/* Through the binding's call gate, and behind it (manual 6.3.4). */
#define E_UNBOUND -17           /* core/api/error.def */

        .text

/* int gate_call(operation, in, in_size, out, out_size) */
        .globl  gate_call
        .type   gate_call, @function
gate_call:
        cmpl    $0, gate_pointer + 4
        je      1f
        lcall   *gate_pointer
        ret
1:      movl    $E_UNBOUND, %eax
        ret

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
        .globl  gate_enter
        .type   gate_enter, @function
gate_enter:
        cld
        pushl   %ss
        popl    %ds
        pushl   %ss
        popl    %es
        pushl   %ebp
        movl    %esp, %ebp
        pushl   32(%ebp)
        pushl   28(%ebp)
        pushl   24(%ebp)
        pushl   20(%ebp)
        pushl   16(%ebp)
        movl    gate_server, %eax
        call    *(%eax)
        leave
        lret
