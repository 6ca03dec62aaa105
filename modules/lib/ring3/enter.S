/* SPDX-License-Identifier: MIT */
/* Into a client at ring 3; the stack is drawn in client/client.h. */
#include "../../../core/api/assembly.h"
#include "entry.h"

        .text
/* int client_enter(struct client *client, u32 esp) */
FUNCTION(client_enter)
        enter_frame
        mov     %esp, %ecx
        push    %ecx
        push    %edx
        call    client_activate
        add     $8, %esp
        mov     %ebp, %edx
        test    %eax, %eax
        js      client_left
        mov     (%esp), %edx
        entered_argument 2, %ecx
        push    $CLIENT_STACK
        push    %ecx
        pushl   CLIENT_FLAGS(%edx)
        push    $CLIENT_CODE
        pushl   CLIENT_ENTRY(%edx)
        frstor  client_new_fpu
        mov     $CLIENT_DATA, %eax
        mov     %eax, %ds
        mov     %eax, %es
        xor     %eax, %eax
        mov     %eax, %fs
        xor     %ebx, %ebx
        xor     %ecx, %ecx
        xor     %edx, %edx
        xor     %esi, %esi
        xor     %edi, %edi
        xor     %ebp, %ebp
        iret
END(client_enter)

/* u32 client_local_table(void): LDTR, which is 0 unless a client's task is the
 * current one: the calling thread is inside a client already */
FUNCTION(client_local_table)
        xor     %eax, %eax
        sldt    %ax
        ret
END(client_local_table)

/* int client_context_gate(u32 context, saddr_t stack) */
FUNCTION(client_context_gate)
        mov     4(%esp), %eax
        mov     8(%esp), %edx
        lcall   $CONTEXT_GATE, $0
        ret
END(client_context_gate)
