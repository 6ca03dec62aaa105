/* SPDX-License-Identifier: MIT */
/* The code of the runtime page that asks for one owner of a line after the other,
 * in a host's process: its INT is a call, and so much of the core as a death. */
#include "../../core/base/layout.h"
#undef RUNTIME_BASE
#define RUNTIME_BASE 0                  /* addresses count from its begin */
#undef THREAD_BASE
#define THREAD_BASE owners_block
#define rodata text                     /* the section: it is run here */
        .macro  int vector:vararg
        call    owners_ask
        .endm
#include "../../core/ups/runtime.S"
#include "ring3.h"
#include "ring3_host.S"

/* owners_asked(frame): EBP and the return address of the INT; below, the
 * selectors and what PUSHA leaves. It says whether an owner dies. */
owners_ask:
        push    %ebp
        mov     %esp, %ebp
        push    %gs
        push    %fs
        push    %es
        push    %ds
        pusha
        host_segments
        push    %ebp
        call    owners_asked
        add     $4, %esp
        test    %eax, %eax
        jnz     owner_dies
        popa
        pop     %ds
        pop     %es
        pop     %fs
        pop     %gs
        pop     %ebp
        ret
/* As the core leads to a recovery point; DS and ES are the dead one's. */
owner_dies:
        mov     RECOVERY, %edx
        mov     (%edx), %eax
        mov     %eax, RECOVERY
        mov     24(%edx), %eax
        add     $runtime_start, %eax
        mov     %eax, target
        mov     4(%edx), %esp
        mov     8(%edx), %ebp
        mov     12(%edx), %ebx
        mov     16(%edx), %esi
        mov     20(%edx), %edi
        xor     %eax, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %fs
        mov     %eax, %gs
        mov     $0xdead, %ecx
        mov     $0xdead, %edx
        jmp     *%ss:target
