/* SPDX-License-Identifier: MIT */
/*
 * Every form of IN, OUT, INS and OUTS, one function each, and a call of one
 * with all registers and DF as told.
 */
        .text
/* void forms_call(void (*form)(void), struct registers *) */
        .globl  forms_call
forms_call:
        pusha
        mov     40(%esp), %ebx
        mov     (%ebx), %eax
        mov     4(%ebx), %ecx
        mov     8(%ebx), %edx
        mov     12(%ebx), %esi
        mov     16(%ebx), %edi
        pushl   20(%ebx)
        popf
        mov     36(%esp), %ebp
        call    *%ebp
        pushf
        cld
        popl    20(%ebx)
        mov     %eax, (%ebx)
        mov     %ecx, 4(%ebx)
        mov     %edx, 8(%ebx)
        mov     %esi, 12(%ebx)
        mov     %edi, 16(%ebx)
        popa
        ret

        .macro  form bytes:vararg
        .pushsection .rodata
        .long   1f
        .popsection
1:      .byte   \bytes
        ret
        .endm

        .section .rodata
        .balign 4
        .globl  forms
forms:
        .text
#define PORT 0x82                       /* of the forms with a number */
        form    0xe4, PORT              # in $PORT, %al
        form    0xe5, PORT
        form    0x66, 0xe5, PORT
        form    0xec                    # in (%dx), %al
        form    0xed
        form    0x66, 0xed
        form    0xe6, PORT              # out %al, $PORT
        form    0xe7, PORT
        form    0x66, 0xe7, PORT
        form    0xee                    # out %al, (%dx)
        form    0xef
        form    0x66, 0xef
        form    0x6c                    # insb
        form    0x6d
        form    0x66, 0x6d
        form    0x6e                    # outsb
        form    0x6f
        form    0x66, 0x6f
        form    0xf3, 0x6c              # rep insb
        form    0xf3, 0x6d
        form    0xf3, 0x66, 0x6d
        form    0x66, 0xf3, 0x6d
        form    0xf3, 0x6e              # rep outsb
        form    0xf3, 0x6f
        form    0x66, 0xf3, 0x6f
        form    0xf2, 0x6e
        form    0x66, 0x66, 0x66, 0x66, 0xef
        .section .rodata
        .globl  forms_end
forms_end:
