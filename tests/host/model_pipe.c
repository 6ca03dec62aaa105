/* SPDX-License-Identifier: MIT */
/* sources: bench/model/pipe.c */
/*
 * Which instructions go together, and which wait for an address register. Facts and
 * most examples: Intel AP-500, 1994; Agner Fog, How to optimize for the Pentium
 * family, 2000, sections 8 (the first time), 9 (address interlocks), 10 (pairs).
 */
#include "../../bench/model/pipe.h"

#include <string.h>

#include "check.h"

enum { EAX = 1, ECX = 2, EDX = 4, EBX = 8, ESP = 16, EBP = 32, ESI = 64 };

static struct table table;
static struct account account;
static struct pipe pipe;

static struct issue plain(u8 reads, u8 writes)
{
    return (struct issue){ .figure = FIGURE_mov_rr, .clocks = 1,
                           .pairing = PAIR_EITHER, .reads = reads,
                           .writes = writes, .is_long = 1 };
}

/* From memory; of `clocks`: 1 MOV, 2 ADD from memory, 3 ADD to it. */
static struct issue memory(u8 address, u8 reads, u8 writes, u32 clocks)
{
    struct issue i = plain(reads, writes);

    i.address = address;
    i.clocks = clocks;
    return i;
}

static struct issue push(u8 reads)
{
    struct issue i = memory(ESP, reads, 0, 1);

    i.stack = OPCODE_PUSH;
    i.is_long = 0;
    return i;
}

static struct issue pop(u8 writes)
{
    struct issue i = memory(ESP, 0, writes, 1);

    i.stack = OPCODE_POP;
    i.is_long = 0;
    return i;
}

static struct issue in(struct issue i, enum pairing pairing)
{
    i.pairing = pairing;
    return i;
}

static struct issue call(void)
{
    return in(push(0), PAIR_SECOND);
}

static struct issue ret(u8 writes)
{
    return in(pop(writes), PAIR_NONE);
}

static void start(void)
{
    memset(&table, 0, sizeof(table));
    table.clocks[FIGURE_pairing] = 1;
    table.clocks[FIGURE_agi] = 1;
    memset(&account, 0, sizeof(account));
    account.table = &table;
    memset(&pipe, 0, sizeof(pipe));
}

static u32 late;                /* bit n: code that runs for the first time */

static u32 go(const struct issue *list, u32 count)
{
    const u32 before = account.spent;

    for (u32 i = 0; i < count; i++)
        pipe_issue(&pipe, &account, &list[i], (int)(late >> i & 1));
    return account.spent - before;
}

#define RUN(...) (start(), go((struct issue[]){ __VA_ARGS__ }, \
    sizeof((struct issue[]){ __VA_ARGS__ }) / sizeof(struct issue)))

/* By which pipe it may take. */
static void kinds(void)
{
    const struct issue a = plain(0, EAX), c = plain(0, ECX);

    CHECK_EQ(RUN(a, c), 1);
    CHECK_EQ(pipe.pairs, 1);
    CHECK(pipe.in_v);
    CHECK_EQ(RUN(a, c, plain(0, EDX)), 2);
    CHECK(!pipe.in_v);
    CHECK_EQ(RUN(a, c, plain(0, EDX), plain(0, EBX)), 2);
    CHECK_EQ(RUN(in(a, PAIR_FIRST), c), 1);     /* ADC, MOV */
    CHECK_EQ(RUN(a, in(c, PAIR_FIRST)), 2);     /* MOV, ADC */
    CHECK_EQ(RUN(a, in(c, PAIR_SECOND)), 1);    /* MOV, JMP */
    CHECK_EQ(RUN(in(a, PAIR_SECOND), c), 2);    /* JMP, MOV */
    CHECK_EQ(RUN(in(a, PAIR_NONE), c), 2);      /* NEG, MOV */
    CHECK_EQ(RUN(a, in(c, PAIR_NONE)), 2);
    start();
    table.clocks[FIGURE_pairing] = 0;
    CHECK_EQ(go((struct issue[]){ a, c }, 2), 2);
    CHECK_EQ(pipe.pairs, 0);
}

/* What the second one must not touch: what the first one writes. */
static void registers(void)
{
    CHECK_EQ(RUN(plain(0, EAX), plain(EAX, EBX)), 2);   /* read after write */
    CHECK_EQ(RUN(plain(0, EAX), plain(0, EAX)), 2);     /* write after write */
    CHECK_EQ(RUN(plain(EAX, EBX), plain(0, EAX)), 1);   /* write after read */
    CHECK_EQ(RUN(plain(EAX, EBX), plain(EAX, ECX)), 1);
    CHECK_EQ(RUN(plain(0, EBX), memory(EBX, 0, EAX, 1)), 3);    /* and waits */
}

/* Section 10.2: clocks of a pair, by those of U and of V. */
static void imperfect(void)
{
    static const u32 clocks[3][3] = { { 1, 2, 3 }, { 2, 2, 3 }, { 3, 4, 5 } };

    for (u32 u = 1; u <= 3; u++)
        for (u32 v = 1; v <= 3; v++) {
            CHECK_EQ(RUN(memory(ESI, 0, EAX, u), memory(EBP, 0, ECX, v)),
                     clocks[u - 1][v - 1]);
            CHECK_EQ(pipe.pairs, 1);
            CHECK_EQ(pipe_hides(&pipe), clocks[u - 1][v - 1] - 1);
        }
    /* A jump adds its clock itself. */
    CHECK_EQ(RUN(memory(ESI, 0, 0, 3), memory(0, 0, 0, 0)), 3);
}

static void interlocks(void)
{
    const struct issue load = memory(EBX, 0, EAX, 1);

    CHECK_EQ(RUN(plain(EBX, EBX), load), 3);            /* ADD EBX,4 */
    CHECK_EQ(account.part[PART_INTERLOCK], 1);
    CHECK_EQ(RUN(load, plain(EBX, EBX)), 1);
    /* Whichever pipe wrote it, a clock before: 1 + wait + 1. */
    CHECK_EQ(RUN(plain(0, EBX), plain(0, ECX), load), 3);
    CHECK_EQ(RUN(plain(0, ECX), plain(0, EBX), load), 3);
    CHECK_EQ(RUN(plain(0, ECX), plain(0, EBX), plain(0, EDX), load), 3);
    /* V waits as U does, for what the clock before wrote. */
    CHECK_EQ(RUN(plain(0, EBX), in(plain(0, ECX), PAIR_FIRST),
                 memory(EBX, 0, EDX, 1)), 3);
    CHECK_EQ(RUN(in(plain(0, EBX), PAIR_NONE), plain(0, ECX),
                 memory(EBX, 0, EDX, 1)), 3);
    /* Two clocks later nobody waits. */
    CHECK_EQ(RUN(in(plain(0, EBX), PAIR_NONE), in(plain(0, ECX), PAIR_NONE),
                 load), 3);
    CHECK_EQ(account.part[PART_INTERLOCK], 0);
    /* Without pairs, too: the i486's one clock. */
    start();
    table.clocks[FIGURE_pairing] = 0;
    CHECK_EQ(go((struct issue[]){ plain(0, EBX), load }, 2), 3);
    CHECK_EQ(go((struct issue[]){ load }, 1), 1);
}

/* ESP is known in time behind a push or a pop, but not behind an ADD. */
static void stacks(void)
{
    const struct issue frame = memory(ESP, 0, EAX, 1);

    CHECK_EQ(RUN(push(EAX), push(ECX)), 1);
    CHECK_EQ(RUN(pop(EAX), pop(ECX)), 1);
    CHECK_EQ(RUN(push(EAX), call()), 1);
    CHECK_EQ(RUN(push(EAX), pop(ECX)), 2);
    CHECK_EQ(RUN(pop(EAX), push(ECX)), 2);
    CHECK_EQ(RUN(push(EAX), push(ECX), push(EDX), push(EBX)), 2);
    CHECK_EQ(RUN(pop(EAX), push(EAX)), 2);
    CHECK_EQ(RUN(pop(EAX), plain(EAX, ECX)), 2);
    CHECK_EQ(RUN(push(EAX), frame), 2);                 /* no pair, no wait */
    CHECK_EQ(RUN(push(EAX), plain(ESP, EBP)), 2);
    CHECK_EQ(RUN(push(EAX), plain(ECX, EDX)), 1);
    CHECK_EQ(RUN(plain(ECX, EDX), push(EAX)), 1);

    CHECK_EQ(RUN(plain(ESP, ESP), pop(ESI)), 3);        /* ADD ESP,4; POP ESI */
    CHECK_EQ(RUN(plain(ESP, ESP), push(ESI)), 3);
    CHECK_EQ(RUN(plain(EBP, ESP), ret(0)), 3);          /* MOV ESP,EBP; RET */
    CHECK_EQ(RUN(call(), frame), 2);                    /* no wait */
    CHECK_EQ(RUN(ret(0), pop(EAX)), 2);
    CHECK_EQ(RUN(ret(ESP), pop(EAX)), 3);               /* RET 8; POP EAX */
    CHECK_EQ(RUN(pop(ESP), pop(EAX)), 3);
}

static void decoding(void)
{
    struct issue u = plain(0, EAX), v = plain(0, ECX);

    v.prefixes = 1;
    CHECK_EQ(RUN(u, v), 2);
    CHECK_EQ(RUN(v, u), 1);             /* in U it may have one */
    v.prefixes = 0;
    late = 2;
    CHECK_EQ(RUN(u, v), 2);
    late = 3;
    CHECK_EQ(RUN(u, v), 2);
    u.is_long = 0;                      /* of one byte: V begins behind it */
    CHECK_EQ(RUN(u, v), 1);
    late = 0;
    start();
    go(&u, 1);
    pipe_close(&pipe);
    CHECK_EQ(go((struct issue[]){ plain(0, ECX) }, 1), 1);
    CHECK_EQ(pipe.pairs, 0);
    start();
    CHECK_EQ(pipe_hides(&pipe), 0);
}

int main(void)
{
    kinds();
    registers();
    imperfect();
    interlocks();
    stacks();
    decoding();
    return check_done();
}
