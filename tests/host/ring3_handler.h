/* SPDX-License-Identifier: MIT */
/* A handler that interrupts a client: what it must find, and what the client
 * must find again. Included once. */
#pragma once

#include "../../modules/lib/ring3/ring3.h"
#include "check.h"
#include "ring3.h"

/* Where GS is the client's nothing can be printed: the line is told later. */
#define SEE(condition) \
    do { if (!(condition) && !wrong) wrong = __LINE__; } while (0)
static u32 wrong;

#define BACK ((u32)ring_back)
#define LINK 0x7001
#define ESP3 0x5000

/* DIRTY_GS: of the test that includes this. */
static const struct ring_in dirty = { 0xaaaa, 0xb0b0, 0x5151, 0xd1d1, 0xeb9,
                                      CLIENT_DATA, 0xc93, CLIENT_STACK,
                                      0xd0d0, DIRTY_GS };
static u32 link_at, link_word;

/* In C, which the handler calls: the link of the backtrace, and the segments
 * of ring 1. Whether DF is set. */
static inline __attribute__((always_inline)) u32 look(void)
{
    u32 ds, es, flags;

    link_at = *(const u32 *)__builtin_frame_address(0);
    link_word = link_at > 0x10000 ? *(const u32 *)link_at : 0;
    __asm__ volatile("mov %%ds, %0\n\tmov %%es, %1\n\tpushf\n\tpop %2"
                     : "=r"(ds), "=r"(es), "=r"(flags));
    SEE(ds == HOST_DS && es == HOST_DS);
    return flags & 0x400;
}

static inline void is_back(u32 ds, u32 es)
{
    CHECK(ring_out.eax == dirty.eax && ring_out.ebx == dirty.ebx);
    CHECK(ring_out.esi == dirty.esi && ring_out.edi == dirty.edi);
    CHECK(ring_out.ebp == dirty.ebp && ring_out.edx == dirty.edx);
    CHECK_EQ(wrong, 0);
    CHECK_EQ(ring_out.word[0], ESP3);
    CHECK_EQ(ring_out.ds, ds);
    CHECK_EQ(ring_out.es, es);
}

static inline void make_client(void)
{
    CHECK_EQ(ring_segment(CLIENT_DATA, 0x1000, 1, RING_DATA, 1), 0);
    CHECK_EQ(ring_segment(CLIENT_STACK, 0, 4096, RING_DATA, 0), 0);
}
