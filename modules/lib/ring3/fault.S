/* SPDX-License-Identifier: MIT */
/* void client_fault_entry(void): what attach_clients leads to. The core has
 * laid vector to ss of struct client_fault below the client's pointer. */
#include "entry.h"

#define FAULT_CLIENT 68         /* behind struct client_fault */

        .text
        .globl  client_fault_entry
        .type   client_fault_entry, @function
client_fault_entry:
        pusha
        pushl   %ds
        pushl   %es
        ring1_segments
        movl    %esp, %eax
        movl    FAULT_CLIENT(%esp), %edx
        leal    FAULT_CLIENT + 4(%esp), %ebp
        pushl   %eax
        pushl   %edx
        call    client_fault
        addl    $8, %esp
        popl    %eax
        call    usable
        movl    %eax, %es
        popl    %eax
        call    usable
        movl    %eax, %ds
        popa
        addl    $8, %esp
        iret
        .size   client_fault_entry, . - client_fault_entry

/* A selector may have gone meanwhile. */
usable: verr    %ax
        jz      1f
        xorl    %eax, %eax
1:      ret
