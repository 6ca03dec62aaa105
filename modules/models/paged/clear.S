/* SPDX-License-Identifier: MIT */
/* void page_clear(void *page): zeros, a word at a time. */
        .text
        .globl  page_clear
        .type   page_clear, @function
page_clear:
        pushl   %edi
        movl    8(%esp), %edi
        xorl    %eax, %eax
        movl    $1024, %ecx
        rep stosl
        popl    %edi
        ret
        .size   page_clear, . - page_clear
