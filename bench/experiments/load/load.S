/* SPDX-License-Identifier: MIT */
/* u64 load_now(void): the TSC. */
    .text

    .balign 16
    .globl  load_now
    .type   load_now, @function
load_now:
    rdtsc
    ret
    .size   load_now, . - load_now
