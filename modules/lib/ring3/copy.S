/* SPDX-License-Identifier: MIT */
/* Copies through a client's data segment: copy.h. */
#include "../../../core/api/assembly.h"
#include "entry.h"
#include "core/api/offsets.h"

        .text
/* ESI, EDI: registers saved; ECX: size; \at: the client's address. */
        .macro  copy_check at, verify
        mov     $CLIENT_DATA, %edx
        lsl     %edx, %eax
        jnz     client_copy_failed
        \verify %dx
        jnz     client_copy_failed
        test    %ecx, %ecx
        jz      copied
        sub     \at, %eax
        jb      client_copy_failed
        inc     %eax                    # bytes from there to the limit
        jz      1f                      # all 4 GiB
        cmp     %eax, %ecx
        ja      client_copy_failed
1:
        .endm

/* int client_copy_in(void *to, u32 address, u32 size) */
        .globl  client_copy_in_at
FUNCTION(client_copy_in)
        push    %esi
        push    %edi
        mov     12(%esp), %edi
        mov     16(%esp), %esi
        mov     20(%esp), %ecx
        copy_check %esi, verr
        mov     %edx, %fs
client_copy_in_at:
        rep movsb %fs:(%esi), %es:(%edi)
copied: xor     %eax, %eax
        jmp     1f
        .globl  client_copy_failed
client_copy_failed:
        mov     $E_ADDRESS, %eax
1:      mov     $UPS_DS, %edx
        mov     %edx, %es
        xor     %edx, %edx
        mov     %edx, %fs
        pop     %edi
        pop     %esi
        ret
END(client_copy_in)

/* int client_copy_out(u32 address, const void *from, u32 size) */
        .globl  client_copy_out_at
FUNCTION(client_copy_out)
        push    %esi
        push    %edi
        mov     12(%esp), %edi
        mov     16(%esp), %esi
        mov     20(%esp), %ecx
        copy_check %edi, verw
        mov     %edx, %es
client_copy_out_at:
        rep movsb (%esi), %es:(%edi)
        jmp     copied
END(client_copy_out)
