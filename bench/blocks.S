/* SPDX-License-Identifier: MIT */
/*
 * Bodies of a known length, for the probe of the clock's class: void
 * block_N(void) executes N instructions and its RET.
 */
#include "../core/api/assembly.h"

        .macro  block length
        .text
        .balign 16
FUNCTION(block_\length)
        .rept   \length
        nop
        .endr
        ret
END(block_\length)
        .endm

        block   100
        block   1000
        block   10000
