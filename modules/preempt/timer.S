/* SPDX-License-Identifier: MIT */
/*
 * The timer's handler. It has interrupted any code of ring 1, whose
 * registers it keeps; its frame is a link of the call chain, with the
 * interrupted EIP as return address:
 *
 *      eflags cs eip           IRET frame, laid by the core
 *      ebp                     <- ebp
 *      eax ... edi             PUSHA
 *      ds es fs                <- esp
 *
 * A selector may have gone while other threads ran: null takes its place,
 * so that the thread that uses it faults, and not this module.
 */
        .text
        .globl  timer_entry
        .type   timer_entry, @function
timer_entry:
        pushl   %ebp
        movl    %esp, %ebp
        pusha
        pushl   %ds
        pushl   %es
        pushl   %fs
        cld
        pushl   %ss
        popl    %ds
        pushl   %ss
        popl    %es
        call    timer_gs
        leal    -32(%ebp), %edx         # what PUSHA has pushed
        pushl   %edx
        pushl   %eax
        call    timer_tick
        addl    $8, %esp
        popl    %eax
        call    usable
        movl    %eax, %fs
        popl    %eax
        call    usable
        movl    %eax, %es
        popl    %eax
        call    usable
        movl    %eax, %ds
        popa
        popl    %ebp
        iret
        .size   timer_entry, . - timer_entry

usable: verr    %ax
        jz      1f
        xorl    %eax, %eax
1:      ret

/* u32 timer_gs(void) */
        .globl  timer_gs
        .type   timer_gs, @function
timer_gs:
        movl    %gs, %eax
        movzwl  %ax, %eax
        ret
        .size   timer_gs, . - timer_gs

        .section .note.GNU-stack, "", @progbits
