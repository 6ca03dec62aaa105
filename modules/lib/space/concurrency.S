/* SPDX-License-Identifier: MIT */
/*
 * Far pointers: LDS and its like load a segment register with one
 * instruction, and what lies before the selector with the same. Behind the
 * receptacle `concurrency` there is a selector, too: its table is at hand when
 * DS is.
 */
#include "../../../core/api/selectors.h"

        .data
        .balign 8
        .globl  concurrency, ring1_data
concurrency:
        .long   0
        ring1_data = concurrency
        .long   UPS_DS
        .globl  ring1_thread
ring1_thread:
        .long   0, THREAD_DS
