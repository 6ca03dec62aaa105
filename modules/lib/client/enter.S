/* SPDX-License-Identifier: MIT */
/* Into a client at ring 1 and out of any; the stack is drawn in client.h. */
#include "../../../core/api/assembly.h"
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
FUNCTION(client_enter_near)
        enter_frame
        mov     %esp, CLIENT_STACK1(%edx)
        entered_argument 2, %ecx
        push    %ecx
        push    $1f
        pushl   CLIENT_ENTRY(%edx)
        frstor  client_new_fpu
        clear_registers
        ret
1:      add     $4, %esp
        pop     %edx
        mov     %esp, %edx
        jmp     client_left
END(client_enter_near)

/* void client_leave(u32 link, int status) */
FUNCTION(client_leave)
        mov     4(%esp), %edx
        mov     8(%esp), %eax
/* EAX: status, EDX: the link of the backtrace in the client's frame. */
        .globl  client_left
client_left:
        mov     %edx, %esp
        pop     %ebp
        ret
END(client_leave)
