/* SPDX-License-Identifier: MIT */
/* The shortest bodies of the client `bench`. MEASURED PATH. */
#include "../../core/layout.h"

#define BENCH_VECTOR 0x60       /* ORDER bench.h, client_services */
#define HAND_OFF    8
#define NULL_CALL   16

    .macro  body name
    .text
    .balign 16
    .globl  \name
    .type   \name, @function
\name:
    .endm

/* One store, of the page's own address. */
    body    bench_store
    mov     bench_page, %eax
    mov     %eax, (%eax)
    ret

    body    bench_null
    mov     bench_services, %eax
    jmp     *NULL_CALL(%eax)

    body    bench_int
    int     $BENCH_VECTOR
    ret

    body    bench_hand_off
    mov     bench_services, %eax
    pushl   bench_other
    call    *HAND_OFF(%eax)
    add     $4, %esp
    ret

    .section .note.GNU-stack, "", @progbits
