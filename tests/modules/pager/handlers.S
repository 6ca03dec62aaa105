/* SPDX-License-Identifier: MIT */
        .text
        .globl  skip_handler, fault_handler
skip_handler:                           # no error code: #UD
        incl    pager_count
        addl    $2, (%esp)
        iret
fault_handler:                          # #PF in the handler of #PF
        incl    pager_count
        mov     8, %eax
        iret

        .bss
        .balign 4
        .globl  pager_count
pager_count:
        .long   0
