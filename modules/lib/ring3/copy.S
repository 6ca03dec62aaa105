/* SPDX-License-Identifier: MIT */
/* Copies through a client's data segment: copy.h. */
#include "entry.h"

#define BAD_ADDRESS (-4)        /* ORDER E_ADDRESS */

        .text
/* ESI, EDI: registers saved; ECX: size; \at: the client's address. */
        .macro  copy_check at, verify
        movl    $CLIENT_DATA, %edx
        lsl     %edx, %eax
        jnz     client_copy_failed
        \verify %dx
        jnz     client_copy_failed
        testl   %ecx, %ecx
        jz      copied
        subl    \at, %eax
        jb      client_copy_failed
        incl    %eax                    # bytes from there to the limit
        jz      1f                      # all 4 GiB
        cmpl    %eax, %ecx
        ja      client_copy_failed
1:
        .endm

/* int client_copy_in(void *to, u32 address, u32 size) */
        .globl  client_copy_in, client_copy_in_at
        .type   client_copy_in, @function
client_copy_in:
        pushl   %esi
        pushl   %edi
        movl    12(%esp), %edi
        movl    16(%esp), %esi
        movl    20(%esp), %ecx
        copy_check %esi, verr
        movl    %edx, %fs
client_copy_in_at:
        rep movsb %fs:(%esi), %es:(%edi)
copied: xorl    %eax, %eax
        jmp     1f
        .globl  client_copy_failed
client_copy_failed:
        movl    $BAD_ADDRESS, %eax
1:      movl    $UPS_DS, %edx
        movl    %edx, %es
        xorl    %edx, %edx
        movl    %edx, %fs
        popl    %edi
        popl    %esi
        ret
        .size   client_copy_in, . - client_copy_in

/* int client_copy_out(u32 address, const void *from, u32 size) */
        .globl  client_copy_out, client_copy_out_at
        .type   client_copy_out, @function
client_copy_out:
        pushl   %esi
        pushl   %edi
        movl    12(%esp), %edi
        movl    16(%esp), %esi
        movl    20(%esp), %ecx
        copy_check %edi, verw
        movl    %edx, %es
client_copy_out_at:
        rep movsb (%esi), %es:(%edi)
        jmp     copied
        .size   client_copy_out, . - client_copy_out
