/* SPDX-License-Identifier: MIT */
/*
 * Ring 3, which this copies into a client's code segment, and the way there
 * and back. The stack of ring 1 is that of modules/lib/client/client.h.
 */
#include "../../../core/api/assembly.h"
#include "../../../core/base/layout.h"
#include "layout.h"

        .text
/* int ring3_enter(struct side *side) */
FUNCTION(ring3_enter)
        push    %ebp
        mov     %esp, %ebp
        mov     8(%ebp), %eax
        mov     %ebx, SIDE_SAVED(%eax)
        mov     %esi, SIDE_SAVED + 4(%eax)
        mov     %edi, SIDE_SAVED + 8(%eax)
        push    %eax                    # <- TSS.esp1
        mov     %esp, SIDE_STACK1(%eax)
        push    %eax
        call    side_context
        test    %eax, %eax
        js      1f
        mov     -4(%ebp), %eax
        mov     SIDE_STACK1(%eax), %esp
        push    $DATA_SELECTOR
        push    $STACK_TOP
        pushf
        push    $CODE_SELECTOR
        push    $0
        mov     $DATA_SELECTOR, %eax
        mov     %eax, %ds
        mov     %eax, %es
        iret
1:      leave
        ret
END(ring3_enter)

/* void ring3_leave(struct side *side, int status) */
FUNCTION(ring3_leave)
        mov     4(%esp), %edx
        mov     8(%esp), %eax
        mov     SIDE_STACK1(%edx), %esp
        add     $4, %esp
        mov     SIDE_SAVED(%edx), %ebx
        mov     SIDE_SAVED + 4(%edx), %esi
        mov     SIDE_SAVED + 8(%edx), %edi
        pop     %ebp
        ret
END(ring3_leave)

/* Behind the gate: eip cs want esp ss, and at TSS.esp1 the struct side. */
FUNCTION(ring3_gate)
        cld
        push    %ebp
        push    %ds
        push    %es
        mov     $UPS_DS, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        mov     $THREAD_DS, %ecx
        mov     %ecx, %gs
        lea     36(%esp), %ebp          # the link of the backtrace
        push    %eax
        pushl   -16(%ebp)               # want
        pushl   -4(%ebp)                # side
        call    side_serve
        add     $12, %esp
        pop     %es
        pop     %ds
        pop     %ebp
        lret    $4
END(ring3_gate)

/* The program: counts its rounds, each with a call or some spinning, and
 * looks after each whether all that is its own is still there. */
        .globl  ring3_program, ring3_program_end
ring3_program:
        fninit
        fildl   ID
        mov     $DATA_SELECTOR, %eax
        mov     %eax, %es
        mov     ID, %ebx
        lea     0x1111(%ebx), %esi
        lea     0x2222(%ebx), %edi
        lea     0x3333(%ebx), %ebp
1:      mov     SPINNING, %ecx
        jecxz   3f
        mov     $DATA_SELECTOR, %eax    # a tick keeps these, too
        mov     %eax, %fs
        mov     %eax, %gs
2:      mov     %fs:ID, %eax
        cmp     %gs:ID, %eax
        jne     bad
        cmp     %ebx, %eax
        jne     bad
        dec     %ecx
        jnz     2b
        jmp     4f
3:      mov     $DATA_SELECTOR, %eax
        mov     %eax, %fs
        pushl   TURN
        lcall   $GATE_SELECTOR, $0
        test    %eax, %eax
        jnz     bad
        mov     %fs, %eax               # nothing, or the own
        test    %eax, %eax
        jz      4f
        cmp     %ebx, %fs:ID
        jne     bad
4:      cmp     %ebx, ID
        jne     bad
        cmp     %ebx, %es:ID
        jne     bad
        lea     0x1111(%ebx), %eax
        cmp     %eax, %esi
        jne     bad
        lea     0x2222(%ebx), %eax
        cmp     %eax, %edi
        jne     bad
        lea     0x3333(%ebx), %eax
        cmp     %eax, %ebp
        jne     bad
        fistl   VALUE                   # it is still in ST(0)
        cmp     %ebx, VALUE
        jne     bad
        incl    COUNTER
        decl    ROUNDS
        jnz     1b
        mov     COUNTER, %eax
5:      push    $WANT_EXIT
        lcall   $GATE_SELECTOR, $0
        jmp     5b
bad:    or      $-1, %eax
        jmp     5b
ring3_program_end:
