/* SPDX-License-Identifier: MIT */
/*
 * Bodies of a known length for the instrument's test of itself: void
 * selftest_N(void) executes N instructions and its RET. The last of the N
 * adds N to selftest_ran, which proves that this block ran to its end.
 */
#include "../../../core/api/assembly.h"

        .macro  block length
        .text
        .balign 16
FUNCTION(selftest_\length)
        .rept   \length - 1
        nop
        .endr
        addl    $\length, selftest_ran
        ret
END(selftest_\length)
        .endm

        block   10
        block   11                      # 10, and the planted one
        block   100
        block   1000
        block   10000
