/* SPDX-License-Identifier: MIT */
/* What a client finds when it begins, before it has touched anything. */
#include "../../../core/api/assembly.h"
#include "fresh.h"

        .data
        .balign 4
        .globl  seen
seen:   .zero   SEEN_SIZE

        .text
/* int client_main(u32 argument): bytes of stack to look at << 8 | what to do */
FUNCTION(client_main)
        mov     %eax, seen
        mov     %ebx, seen + 4
        mov     %ecx, seen + 8
        mov     %edx, seen + 12
        mov     %esi, seen + 16
        mov     %edi, seen + 20
        mov     %ebp, seen + 24
        mov     %ss:-4(%esp), %eax
        mov     %eax, seen + 28
        pushf
        popl    seen + 32
        movl    $0, %ss:-4(%esp)
        mov     4(%esp), %ecx
        shr     $10, %ecx               # dwords
        mov     %esp, %edx
1:      sub     $4, %edx
        mov     %ss:(%edx), %eax
        or      %eax, seen + 28
        loop    1b
        mov     %cs, seen + 36
        mov     %ds, seen + 40
        mov     %es, seen + 44
        mov     %fs, seen + 48
        mov     %gs, seen + 52
        mov     %ss, seen + 56
        fnsave  seen + SEEN_FPU
        cld
        jmp     fresh
END(client_main)

/* void fill_stack(u32 bytes): from here down */
FUNCTION(fill_stack)
        mov     4(%esp), %ecx
        shr     $2, %ecx
        mov     %esp, %edx
1:      sub     $4, %edx
        movl    $SECRET, %ss:(%edx)
        loop    1b
        ret
END(fill_stack)

/* void die_full(void): of #UD, with all registers and flags full */
FUNCTION(die_full)
        mov     $SECRET, %eax
        mov     %eax, %ebx
        mov     %eax, %ecx
        mov     %eax, %edx
        mov     %eax, %esi
        mov     %eax, %edi
        mov     %eax, %ebp
        push    $0x40cd5                # AC DF and the arithmetic ones
        popf
        ud2
END(die_full)
