/* SPDX-License-Identifier: MIT */
/* u32 timed_store(u32 address, u32 value): what a store takes, by the TSC. */
        .text
        .globl  timed_store
        .type   timed_store, @function
timed_store:
        pushl   %ebx
        pushl   %esi
        movl    12(%esp), %ebx
        movl    16(%esp), %ecx
        rdtsc
        movl    %eax, %esi
        movl    %ecx, (%ebx)
        rdtsc
        subl    %esi, %eax
        popl    %esi
        popl    %ebx
        ret
        .size   timed_store, . - timed_store
