/* SPDX-License-Identifier: MIT */
/* What a thread of ring 1 finds when it begins. */
#include "../../../core/api/assembly.h"
#include "fresh.h"

        .data
        .balign 4
        .globl  seen
seen:   .zero   SEEN_SIZE

        .text
/* int thread_look(u32 bytes): of the stack */
FUNCTION(thread_look)
        pushf
        popl    seen + 4
        or      %ebx, %eax
        or      %ecx, %eax
        or      %edx, %eax
        or      %esi, %eax
        or      %edi, %eax
        mov     %eax, seen
        fnsave  seen + SEEN_FPU
        mov     4(%esp), %ecx
        shr     $2, %ecx
        mov     %esp, %edx
1:      sub     $4, %edx
        cmpl    $SECRET, (%edx)
        jne     2f
        incl    seen + 8
2:      loop    1b
        xor     %eax, %eax
        ret
END(thread_look)

/* int thread_fill(u32 bytes) */
FUNCTION(thread_fill)
        mov     4(%esp), %ecx
        shr     $2, %ecx
        mov     %esp, %edx
1:      sub     $4, %edx
        movl    $SECRET, (%edx)
        loop    1b
        push    $SECRET
        push    $SECRET
        fninit
        .rept   8
        fildll  (%esp)
        .endr
        add     $8, %esp
        xor     %eax, %eax
        mov     $SECRET, %ecx
        mov     %ecx, %edx
        ret
END(thread_fill)
