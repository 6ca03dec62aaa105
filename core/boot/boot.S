/* SPDX-License-Identifier: MIT */
/* Multiboot header (multiboot 0.6.96, 3.1) and the first instructions. */
#include "../api/assembly.h"
#include "../base/layout.h"

#define HEADER_MAGIC 0x1badb002
#define HEADER_FLAGS 0x00000003     /* page-aligned modules; memory map */

        .section .multiboot, "a"
        .balign 4
        .long   HEADER_MAGIC
        .long   HEADER_FLAGS
        .long   -(HEADER_MAGIC + HEADER_FLAGS)

/* The loader leaves its magic in EAX and the address of its information
 * in EBX, flat segments, paging and interrupts off. */
        .text
FUNCTION(boot)
        cli
        cld
        mov     $core_stack_top, %esp
        xor     %ebp, %ebp
        push    %ebx
        push    %eax
        call    core_main
1:      hlt
        jmp     1b
END(boot)

        .bss
        .balign 16
        .globl  core_stack, core_stack_top
core_stack:
        .skip   CORE_STACK_SIZE
core_stack_top:
