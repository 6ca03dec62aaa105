/* SPDX-License-Identifier: MIT */
/* void client_fault_entry(void): what attach_clients leads to. The core has
 * laid vector to ss of struct client_fault below the client's pointer. */
#include "../../../core/api/assembly.h"
#include "entry.h"

#define FAULT_CLIENT 68         /* behind struct client_fault */

        .text
FUNCTION(client_fault_entry)
        pusha
        push    %ds
        push    %es
        ring1_segments
        mov     %esp, %eax
        mov     FAULT_CLIENT(%esp), %edx
        lea     FAULT_CLIENT + 4(%esp), %ebp
        push    %eax
        push    %edx
        call    client_fault
        add     $8, %esp
        pop_client_segments
        popa
        add     $8, %esp
        iret
END(client_fault_entry)

        define_usable
