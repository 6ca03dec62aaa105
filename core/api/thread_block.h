/* SPDX-License-Identifier: MIT */
/*
 * The control block of ring 1's threads: what GS leads to (THREAD_DS).
 *
 * There is one, in the UPS. The core zeroes it at boot, and sets `stack` and
 * `self`; `upcalls` is its own to write. A concurrency module exchanges
 * `recovery` with the thread. Assembly has THREAD_RECOVERY and so on, which the
 * build makes of offsets.c.
 */
#pragma once

#include "types.h"

struct thread_block {
    u8 library[256];            /* 0x000 of the C library of a module */
    saddr_t recovery;           /* 0x100 innermost record (recovery.h); 0 */
    saddr_t stack;              /* 0x104 end of the boot thread's stack */
    saddr_t self;               /* 0x108 of this block */
    saddr_t suspended;          /* 0x10c first table of threads that do not run
                                   (suspended.h); 0: none */
    u32 library_return;         /* 0x110 of the C library, too */
    u32 reserved[58];
    u32 upcalls;                /* 0x1fc how deep upcalls are nested: 1 in the
                                   main of the initial user module */
};

_Static_assert(sizeof(struct thread_block) == 512, "its segment's limit");
_Static_assert(offsetof(struct thread_block, recovery) == 256,
               "a C library's part has a fixed size");

/* A word of the calling thread's, and another value for it. */
#define THREAD_BLOCK_READ(member) __extension__ ({                          \
        u32 read_;                                                          \
        __asm__ volatile("mov %%gs:%c1, %0" : "=r"(read_)                   \
                         : "i"(offsetof(struct thread_block, member)));     \
        read_; })
#define THREAD_BLOCK_WRITE(member, value)                                   \
    __asm__ volatile("mov %0, %%gs:%c1" : : "r"(value),                     \
                     "i"(offsetof(struct thread_block, member)) : "memory")
