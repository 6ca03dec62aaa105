/* SPDX-License-Identifier: MIT */
/*
 * musl's system calls: `call *%gs:16` with the number in EAX and the
 * arguments in EBX, ECX, EDX, ESI, EDI, EBP. Everything but EAX is kept, so
 * sys_call gets copies: a C function may overwrite its arguments.
 *
 *     esp + 28  ebx ecx edx esi edi ebp, saved
 *         +  4  ebx ecx edx esi edi ebp, for sys_call
 *         +  0  eax: the number
 */
        .text
        .globl  sys_entry
        .type   sys_entry, @function

/* not a C function; long sys_call(long number, long a, ..., long f) is */
sys_entry:
        .rept   2
        pushl   %ebp
        pushl   %edi
        pushl   %esi
        pushl   %edx
        pushl   %ecx
        pushl   %ebx
        .endr
        pushl   %eax
        cld
        call    sys_call
        addl    $28, %esp
        popl    %ebx
        popl    %ecx
        popl    %edx
        popl    %esi
        popl    %edi
        popl    %ebp
        ret
        .size   sys_entry, . - sys_entry
