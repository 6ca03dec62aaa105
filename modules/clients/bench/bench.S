/* SPDX-License-Identifier: MIT */
/* The shortest bodies of the client `bench`. MEASURED PATH. */
#include "../../../core/api/assembly.h"
#include "offsets.h"

        .macro  body name
        .text
        .balign 16
        .globl  \name
\name:
        .endm

/* One store, of the page's own address. */
        body    bench_store
        mov     bench_page, %eax
        mov     %eax, (%eax)
        ret

        body    bench_int
        int     $BENCH_VECTOR
        ret

FUNCTION(bench_cs)
        mov     %cs, %eax
        ret
END(bench_cs)

/* 0, if the processor tells none. */
FUNCTION(bench_limit)
        xor     %eax, %eax
        mov     %ds, %edx
        lsl     %edx, %eax
        ret
END(bench_limit)

/* u64 bench_span(tsc_span *how, int (*function)(u32), u64 span[2],
 * u32 argument): function(argument), with nothing around it (measure.S). */
FUNCTION(bench_span)
        push    %ebp
        mov     %esp, %ebp
        push    %edi
        mov     20(%ebp), %edi
        pushl   16(%ebp)
        pushl   12(%ebp)
        call    *8(%ebp)
        add     $8, %esp
        pop     %edi
        pop     %ebp
        ret
END(bench_span)
