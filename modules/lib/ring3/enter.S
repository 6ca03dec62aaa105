/* SPDX-License-Identifier: MIT */
/* Into a client at ring 3; the stack is drawn in client/client.h. */
#include "entry.h"

        .text
/* int client_enter(struct client *client, u32 esp) */
        .globl  client_enter
        .type   client_enter, @function
client_enter:
        enter_frame
        pushl   %edx
        call    client_activate
        popl    %edx
        testl   %eax, %eax
        js      client_left
        movl    12(%ebp), %ecx
        pushl   $CLIENT_STACK
        pushl   %ecx
        pushl   $EFLAGS_FIXED
        pushl   $CLIENT_CODE
        pushl   CLIENT_ENTRY(%edx)
        frstor  client_new_fpu
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

/* u32 client_local_table(void): LDTR, which is 0 unless a client's task is the
 * current one: the calling thread is inside a client already */
        .globl  client_local_table
        .type   client_local_table, @function
client_local_table:
        xorl    %eax, %eax
        sldt    %ax
        ret
        .size   client_local_table, . - client_local_table

/* int client_context_gate(u32 context, saddr_t stack) */
        .globl  client_context_gate
        .type   client_context_gate, @function
client_context_gate:
        movl    4(%esp), %eax
        movl    8(%esp), %edx
        lcall   $CONTEXT_GATE, $0
        ret
        .size   client_context_gate, . - client_context_gate
