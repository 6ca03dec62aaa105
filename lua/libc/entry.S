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
#include "../../core/api/assembly.h"

        .text

/* not a C function; long sys_call(long number, long a, ..., long f) is */
FUNCTION(sys_entry)
        .rept   2
        push    %ebp
        push    %edi
        push    %esi
        push    %edx
        push    %ecx
        push    %ebx
        .endr
        push    %eax
        cld
        call    sys_call
        add     $28, %esp
        pop     %ebx
        pop     %ecx
        pop     %edx
        pop     %esi
        pop     %edi
        pop     %ebp
        ret
END(sys_entry)
