/* SPDX-License-Identifier: MIT */
/* Into a client and out of it; the stack is drawn in client.h. */
#include "entry.h"
#include "core/api/offsets.h"

/*
 * What a client begins with: FNINIT leaves the registers as they were, for
 * FNSAVE or MMX to read. SSE is off (CR4.OSFXSR): XMM is out of reach.
 */
        .section .rodata
        .balign 4
new_fpu:
        .long   0x37f, 0, 0xffff        # control, status, tag: all are empty
        .zero   96

        .text
/* The link of the call chain, the client; EDX: client. */
        .macro  enter_frame
        pushl   %ebp
        movl    8(%esp), %edx
        movl    %ebx, CLIENT_SAVED(%edx)
        movl    %esi, CLIENT_SAVED + 4(%edx)
        movl    %edi, CLIENT_SAVED + 8(%edx)
        fnstcw  CLIENT_CONTROL(%edx)
        movl    %esp, %ebp
        pushl   %edx
        movl    %esp, CLIENT_STACK1(%edx)
        .endm

/* int client_enter(struct client *client, u32 esp): at ring 3 */
        .globl  client_enter
        .type   client_enter, @function
client_enter:
        enter_frame
        pushl   %edx
        call    client_activate
        popl    %edx
        testl   %eax, %eax
        js      leave
        movl    12(%ebp), %ecx
        pushl   $CLIENT_STACK
        pushl   %ecx
        pushl   $EFLAGS_FIXED
        pushl   $CLIENT_CODE
        pushl   CLIENT_ENTRY(%edx)
        frstor  new_fpu
        movl    $CLIENT_DATA, %eax
        movl    %eax, %ds
        movl    %eax, %es
        xorl    %eax, %eax
        movl    %eax, %fs
        xorl    %ebx, %ebx
        xorl    %ecx, %ecx
        xorl    %edx, %edx
        xorl    %esi, %esi
        xorl    %edi, %edi
        xorl    %ebp, %ebp
        iret
        .size   client_enter, . - client_enter

/* int client_enter_near(struct client *client, u32 argument): at ring 1, on
 * this stack */
        .globl  client_enter_near
        .type   client_enter_near, @function
client_enter_near:
        enter_frame
        pushl   12(%ebp)
        pushl   $1f
        pushl   CLIENT_ENTRY(%edx)
        frstor  new_fpu
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
        jmp     leave
        .size   client_enter_near, . - client_enter_near

/* void client_leave(struct client *client, int status) */
        .globl  client_leave
        .type   client_leave, @function
client_leave:
        movl    4(%esp), %edx
        movl    8(%esp), %eax
/* EAX: status, EDX: client. Of its x87 state nothing stays: neither what is on
 * that stack, nor an exception that is pending. */
leave:  movl    CLIENT_STACK1(%edx), %esp
        addl    $4, %esp
        fninit
        fldcw   CLIENT_CONTROL(%edx)
        movl    CLIENT_SAVED(%edx), %ebx
        movl    CLIENT_SAVED + 4(%edx), %esi
        movl    CLIENT_SAVED + 8(%edx), %edi
        popl    %ebp
        ret
        .size   client_leave, . - client_leave

/* u32 client_local_table(void): LDTR, which is 0 unless a client's task is the
 * current one: the calling thread is inside a client already */
        .globl  client_local_table
        .type   client_local_table, @function
client_local_table:
        xorl    %eax, %eax
        sldt    %ax
        ret
        .size   client_local_table, . - client_local_table

/* struct suspended *client_suspended(void): threads that do not run */
        .globl  client_suspended
        .type   client_suspended, @function
client_suspended:
        movl    %gs:THREAD_SUSPENDED, %eax
        ret
        .size   client_suspended, . - client_suspended

/* int client_context_gate(u32 context, saddr_t stack) */
        .globl  client_context_gate
        .type   client_context_gate, @function
client_context_gate:
        movl    4(%esp), %eax
        movl    8(%esp), %edx
        lcall   $CONTEXT_GATE, $0
        ret
        .size   client_context_gate, . - client_context_gate
