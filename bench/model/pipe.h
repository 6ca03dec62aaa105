/* SPDX-License-Identifier: MIT */
/*
 * Pipes U and V of a Pentium: which two instructions go together, and who waits for
 * an address register. A processor with one pipe has the figure `pairing` 0.
 * Source: Intel AP-500, 1994; Agner Fog, How to optimize for the Pentium family,
 * 2000, sections 8 to 10 and 12.
 */
#pragma once

#include "account.h"
#include "opcode.h"

/* An instruction as the pipes see it. Registers: bit n is register n. */
struct issue {
    enum figure figure;         /* its clocks */
    u32 clocks;
    enum pairing pairing;
    u8 reads, writes;
    u8 address;                 /* registers of its address; ESP of a push or pop */
    u8 stack;                   /* OPCODE_PUSH, OPCODE_POP or 0 */
    u32 prefixes;               /* with any it goes through U alone */
    u8 is_long;                 /* more than a byte */
};

struct pipe {
    int is_open;                /* U has one that V may join */
    int in_v;                   /* the last one went through V */
    u32 clocks;                 /* of the last one or pair */
    u8 stack, is_long;          /* the one in U */
    u8 writes, before;          /* registers that this clock's, the last one's wrote */
    u64 pairs;                  /* so far */
};

/* is_late: its code came into the cache just now. */
void pipe_issue(struct pipe *p, struct account *a, const struct issue *i,
                int is_late);
/* Control went elsewhere: nothing joins the last one. */
void pipe_close(struct pipe *p);

/* How many prefixes of the next one are decoded while this one works. */
static inline u32 pipe_hides(const struct pipe *p)
{
    return p->clocks ? p->clocks - 1 : 0;
}
