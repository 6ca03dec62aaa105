/* SPDX-License-Identifier: MIT */
/* What the processor itself tells ring 1 of a selector, and a byte of the
 * graph in few instructions: for proofs. */
#pragma once

#include "deimos.h"

/* LSL: the segment's limit in bytes; or `otherwise`, if there is none that
 * ring 1 may know of. */
static inline u32 look_limit(u32 selector, u32 otherwise)
{
    u32 limit = otherwise;

    __asm__ volatile("lsl %1, %0" : "+r"(limit) : "rm"(selector) : "cc");
    return limit;
}

#define LOOK_ACCESS 0xff00u             /* of the descriptor: P DPL S type */

/* LAR: those bits, or 0. */
static inline u32 look_access(u32 selector)
{
    u32 access = 0;

    __asm__ volatile("lar %1, %0" : "+r"(access) : "r"(selector) : "cc");
    return access & LOOK_ACCESS;
}

/* Four instructions: FS is nobody's at ring 1. */
static inline u8 look_graph(u32 offset)
{
    u8 byte;

    __asm__ volatile("mov %2, %%fs\n\tmovb %%fs:(%1), %0"
                     : "=q"(byte) : "r"(offset), "r"(GRAPH_SELECTOR));
    return byte;
}

static inline u32 look_node(int module)
{
    return offsetof(struct graph, nodes) +
           HANDLE_INDEX(module) * sizeof(struct graph_node);
}
