/* SPDX-License-Identifier: MIT */
/* What a client finds when it begins, before it has touched anything. */
#include "fresh.h"

        .data
        .balign 4
        .globl  seen
seen:   .zero   SEEN_SIZE

        .text
/* int client_main(u32 argument): bytes of stack to look at << 8 | what to do */
        .globl  client_main
        .type   client_main, @function
client_main:
        movl    %eax, seen
        movl    %ebx, seen + 4
        movl    %ecx, seen + 8
        movl    %edx, seen + 12
        movl    %esi, seen + 16
        movl    %edi, seen + 20
        movl    %ebp, seen + 24
        movl    %ss:-4(%esp), %eax
        movl    %eax, seen + 28
        pushfl
        popl    seen + 32
        movl    $0, %ss:-4(%esp)
        movl    4(%esp), %ecx
        shrl    $10, %ecx               # dwords
        movl    %esp, %edx
1:      subl    $4, %edx
        movl    %ss:(%edx), %eax
        orl     %eax, seen + 28
        loop    1b
        movw    %cs, seen + 36
        movw    %ds, seen + 40
        movw    %es, seen + 44
        movw    %fs, seen + 48
        movw    %gs, seen + 52
        movw    %ss, seen + 56
        fnsave  seen + SEEN_FPU
        cld
        jmp     fresh
        .size   client_main, . - client_main

/* void fill_stack(u32 bytes): from here down */
        .globl  fill_stack
        .type   fill_stack, @function
fill_stack:
        movl    4(%esp), %ecx
        shrl    $2, %ecx
        movl    %esp, %edx
1:      subl    $4, %edx
        movl    $SECRET, %ss:(%edx)
        loop    1b
        ret
        .size   fill_stack, . - fill_stack

/* void die_full(void): of #UD, with all registers and flags full */
        .globl  die_full
        .type   die_full, @function
die_full:
        movl    $SECRET, %eax
        movl    %eax, %ebx
        movl    %eax, %ecx
        movl    %eax, %edx
        movl    %eax, %esi
        movl    %eax, %edi
        movl    %eax, %ebp
        pushl   $0x40cd5                # AC DF and the arithmetic ones
        popfl
        ud2
        .size   die_full, . - die_full
