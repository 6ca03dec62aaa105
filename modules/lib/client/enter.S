/* SPDX-License-Identifier: MIT */
/* Into a client at ring 1 and out of any; the stack is drawn in client.h. */
#include "frame.h"

/*
 * What a client begins with: FNINIT leaves the registers as they were, for
 * FNSAVE or MMX to read. SSE is off (CR4.OSFXSR): XMM is out of reach.
 */
        .section .rodata
        .balign 4
        .globl  client_new_fpu
client_new_fpu:
        .long   0x37f, 0, 0xffff        # control, status, tag: all are empty
        .zero   96

        .text
/* int client_enter_near(struct client *client, u32 argument): at ring 1, on
 * this stack */
        .globl  client_enter_near
        .type   client_enter_near, @function
client_enter_near:
        enter_frame
        pushl   12(%ebp)
        pushl   $1f
        pushl   CLIENT_ENTRY(%edx)
        frstor  client_new_fpu
        xorl    %eax, %eax
        xorl    %ebx, %ebx
        xorl    %ecx, %ecx
        xorl    %edx, %edx
        xorl    %esi, %esi
        xorl    %edi, %edi
        pushl   $EFLAGS_FIXED
        popfl
        ret
1:      addl    $4, %esp
        popl    %edx
        jmp     client_left
        .size   client_enter_near, . - client_enter_near

/* void client_leave(struct client *client, int status) */
        .globl  client_leave
        .type   client_leave, @function
client_leave:
        movl    4(%esp), %edx
        movl    8(%esp), %eax
/* EAX: status, EDX: client. Of its x87 state nothing stays: neither what is on
 * that stack, nor an exception that is pending. */
        .globl  client_left
client_left:
        movl    CLIENT_STACK1(%edx), %esp
        addl    $4, %esp
        fninit
        fldcw   CLIENT_CONTROL(%edx)
        movl    CLIENT_SAVED(%edx), %ebx
        movl    CLIENT_SAVED + 4(%edx), %esi
        movl    CLIENT_SAVED + 8(%edx), %edi
        popl    %ebp
        ret
        .size   client_leave, . - client_leave
