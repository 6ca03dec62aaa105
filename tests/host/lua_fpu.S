/* SPDX-License-Identifier: MIT */
/*
 * lua's fpu.S with a library of its own: each function notes the precision it
 * is called with and its arguments, and answers a third in all 64 bits.
 */
#include "../../core/api/assembly.h"

        .data
        .balign 4
        .globl  fpu_control, fpu_words, fpu_inside, fpu_after, fpu_result
fpu_control:
        .word   0, 0
fpu_words:
        .long   0, 0, 0
fpu_inside:
        .long   0
fpu_after:
        .word   0, 0
fpu_result:
        .zero   12
fpu_gs: .long   0
three:  .long   3

        .text
library:
        fnstcw  fpu_control
        mov     4(%esp), %eax
        mov     %eax, fpu_words
        mov     8(%esp), %eax
        mov     %eax, fpu_words + 4
        incl    fpu_inside
        mov     $0x5151, %eax
        fld1
        fidivl  three
        ret

        .irp    name, strtod, frexp, ldexp, floor, ceil, fmod, pow, exp, \
                log, log2, log10, sin, cos, tan, asin, acos, atan2, \
                snprintf, fprintf
        .set    \name, library
        .endr

#include "../../lua/libc/fpu.S"

/* u32 fpu_try(void (*way)(void), u32 selector, u32 a, u32 b): in a thread whose
 * block GS leads to; EAX afterwards. */
        .text
FUNCTION(fpu_try)
        push    %ebx
        push    %esi
        mov     %esp, %esi
        mov     12(%esi), %ebx
        mov     16(%esi), %eax
        mov     %gs, fpu_gs
        mov     %eax, %gs
        pushl   24(%esi)
        pushl   20(%esi)
        call    *%ebx
        fnstcw  fpu_after
        fstpt   fpu_result
        add     $8, %esp
        cmp     %esp, %esi              # arguments are where they were
        je      1f
        xor     %eax, %eax
1:      mov     %esi, %esp
        mov     fpu_gs, %gs
        pop     %esi
        pop     %ebx
        ret
END(fpu_try)
