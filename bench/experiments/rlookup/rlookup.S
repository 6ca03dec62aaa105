/* SPDX-License-Identifier: MIT */
/* Experiment rlookup: the timed body, without a C function's frame around the
 * call. MEASURED PATH. */
#define PHYS_TO_VIRT 36                 /* ORDER nmm.h: offset in struct nmm */

    .text
    .balign 16
    .globl  rlookup_body
    .type   rlookup_body, @function
rlookup_body:
    push    rlookup_target
    push    rlookup_space
    mov     rlookup_nmm, %eax
    call    *PHYS_TO_VIRT(%eax)
    mov     %eax, rlookup_found
    add     $8, %esp
    ret
    .size   rlookup_body, . - rlookup_body
