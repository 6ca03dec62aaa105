/* SPDX-License-Identifier: MIT */
/*
 * Ring 3, which this copies into a client's code segment, and the way there
 * and back. The stack of ring 1 is that of modules/lib/client/client.h.
 */
#include "../../../core/base/layout.h"
#include "layout.h"

        .text
/* int ring3_enter(struct side *side) */
        .globl  ring3_enter
        .type   ring3_enter, @function
ring3_enter:
        pushl   %ebp
        movl    %esp, %ebp
        movl    8(%ebp), %eax
        movl    %ebx, SIDE_SAVED(%eax)
        movl    %esi, SIDE_SAVED + 4(%eax)
        movl    %edi, SIDE_SAVED + 8(%eax)
        pushl   %eax                    # <- TSS.esp1
        movl    %esp, SIDE_STACK1(%eax)
        pushl   %eax
        call    side_context
        testl   %eax, %eax
        js      1f
        movl    -4(%ebp), %eax
        movl    SIDE_STACK1(%eax), %esp
        pushl   $DATA_SELECTOR
        pushl   $STACK_TOP
        pushf
        pushl   $CODE_SELECTOR
        pushl   $0
        movl    $DATA_SELECTOR, %eax
        movl    %eax, %ds
        movl    %eax, %es
        iret
1:      leave
        ret

/* void ring3_leave(struct side *side, int status) */
        .globl  ring3_leave
        .type   ring3_leave, @function
ring3_leave:
        movl    4(%esp), %edx
        movl    8(%esp), %eax
        movl    SIDE_STACK1(%edx), %esp
        addl    $4, %esp
        movl    SIDE_SAVED(%edx), %ebx
        movl    SIDE_SAVED + 4(%edx), %esi
        movl    SIDE_SAVED + 8(%edx), %edi
        popl    %ebp
        ret

/* Behind the gate: eip cs want esp ss, and at TSS.esp1 the struct side. */
        .globl  ring3_gate
        .type   ring3_gate, @function
ring3_gate:
        cld
        pushl   %ebp
        pushl   %ds
        pushl   %es
        movl    $UPS_DS, %ecx
        movl    %ecx, %ds
        movl    %ecx, %es
        movl    $THREAD_DS, %ecx
        movl    %ecx, %gs
        leal    36(%esp), %ebp          # the link of the chain
        pushl   %eax
        pushl   -16(%ebp)               # want
        pushl   -4(%ebp)                # side
        call    side_serve
        addl    $12, %esp
        popl    %es
        popl    %ds
        popl    %ebp
        lret    $4

/* The program: counts its rounds, each with a call or some spinning, and
 * looks after each whether all that is its own is still there. */
        .globl  ring3_program, ring3_program_end
ring3_program:
        fninit
        fildl   ID
        movl    $DATA_SELECTOR, %eax
        movl    %eax, %es
        movl    ID, %ebx
        leal    0x1111(%ebx), %esi
        leal    0x2222(%ebx), %edi
        leal    0x3333(%ebx), %ebp
1:      movl    SPINNING, %ecx
        jecxz   3f
        movl    $DATA_SELECTOR, %eax    # a tick keeps these, too
        movl    %eax, %fs
        movl    %eax, %gs
2:      movl    %fs:ID, %eax
        cmpl    %gs:ID, %eax
        jne     bad
        cmpl    %ebx, %eax
        jne     bad
        decl    %ecx
        jnz     2b
        jmp     4f
3:      movl    $DATA_SELECTOR, %eax
        movl    %eax, %fs
        pushl   TURN
        lcall   $GATE_SELECTOR, $0
        testl   %eax, %eax
        jnz     bad
        movl    %fs, %eax               # nothing, or the own
        testl   %eax, %eax
        jz      4f
        cmpl    %ebx, %fs:ID
        jne     bad
4:      cmpl    %ebx, ID
        jne     bad
        cmpl    %ebx, %es:ID
        jne     bad
        leal    0x1111(%ebx), %eax
        cmpl    %eax, %esi
        jne     bad
        leal    0x2222(%ebx), %eax
        cmpl    %eax, %edi
        jne     bad
        leal    0x3333(%ebx), %eax
        cmpl    %eax, %ebp
        jne     bad
        fistl   VALUE                   # it is still in ST(0)
        cmpl    %ebx, VALUE
        jne     bad
        incl    COUNTER
        decl    ROUNDS
        jnz     1b
        movl    COUNTER, %eax
5:      pushl   $WANT_EXIT
        lcall   $GATE_SELECTOR, $0
        jmp     5b
bad:    orl     $-1, %eax
        jmp     5b
ring3_program_end:
