/* SPDX-License-Identifier: MIT */
/*
 * Kills a module where it is used next: UD2 is written over the beginning of
 * one of its functions, which ring 1 can do to ring 1.
 */
#include "deimos.h"
#include "concurrency.h"
#include "memory.h"

#define UD2 0x0b0f
#define STACK 8192
#define SOON 6                  /* bytes between the two */

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(memory, memory, "memory");

static u32 victim, then_yields, heir;

static int method(u32 table, u32 index)
{
    return ((const int *)table)[index];
}

/* Where those bytes are, in [base, base + size); 0: nowhere. */
static int find(u32 base, u32 size, const u8 *bytes, u32 count)
{
    for (u32 at = base; at + count <= base + size; at++) {
        u32 i = 0;
        while (i < count && ((const u8 *)at)[i] == bytes[i])
            i++;
        if (i == count)
            return (int)at;
    }
    return 0;
}

/* A function: PUSHL %ebp, and soon MOVL %esp, %ebp. */
static int begins(const u8 *at)
{
    for (u32 i = 1; at[0] == 0x55 && i < 1 + SOON; i++)
        if (at[i] == 0x89 && at[i + 1] == 0xe5)
            return 1;
    return 0;
}

/* Behind a CALL of a function in [base, end). */
static int returns(const u8 *at, u32 base, u32 end)
{
    if ((u32)at < base + 5)
        return 0;
    const u32 to = (u32)at + *(const u32 *)(at - 4);
    return at[-5] == 0xe8 && to >= base && to + 2 + SOON <= end &&
           begins((const u8 *)to);
}

/* The first point from `from` on where an instruction begins for sure. */
static int point(u32 from, u32 base, u32 size)
{
    const u32 end = base + size;

    for (u32 at = from < base ? base : from; at + 2 + SOON <= end; at++)
        if (begins((const u8 *)at) || returns((const u8 *)at, base, end))
            return (int)at;
    return 0;
}

static int strike(u32 address)
{
    *(volatile u16 *)address = UD2;
    return 0;
}

/* In a thread, when it is its turn; and then it is the first that dies. */
static int strike_now(u32 argument)
{
    (void)argument;
    strike(victim);
    return then_yields ? threads->yield() : 0;
}

/* Waits for that thread; 0: for the one that strikes. In one call, so that the
 * caller has a recovery point for as long as it takes. */
static int strike_later(u32 address, u32 yields, int thread)
{
    victim = address;
    then_yields = yields;
    const int striker = threads->create(strike_now, 0, STACK);
    return striker < 0 ? striker : threads->join(thread ? thread : striker);
}

/* In a thread of its own: who is to die of it has the processor then. */
static int strike_for(u32 argument)
{
    (void)argument;
    strike(victim);
    return threads->hand_off((int)heir);
}

static int send_striker(u32 address, u32 thread)
{
    victim = address;
    heir = thread;
    return threads->create(strike_for, 0, STACK);
}

/* While the timer has taken the processor from the caller, which runs and
 * calls nothing: its LDT then. */
static int strike_idle(u32 address, u32 thread)
{
    u32 before, now, ldt;

    const int striker = send_striker(address, thread);
    if (striker < 0)
        return striker;
    GRAPH_READ(system.deaths, before);
    do
        GRAPH_READ(system.deaths, now);
    while (now == before);
    __asm__ volatile("sldt %0" : "=r"(ldt));
    return (int)ldt;
}

/* Likewise, from a client of the caller's thread. */
static int strike_under(u32 address, u32 thread, int space, u32 argument)
{
    const int striker = send_striker(address, thread);

    return striker < 0 ? striker : memory->run(space, argument);
}

static int strike_and_run(u32 address, int space, u32 argument)
{
    strike(address);
    return memory->run(space, argument);
}

static const struct {
    int (*method)(u32 table, u32 index);
    int (*find)(u32 base, u32 size, const u8 *bytes, u32 count);
    int (*point)(u32 from, u32 base, u32 size);
    int (*strike)(u32 address);
    int (*strike_later)(u32 address, u32 yields, int thread);
    int (*strike_and_run)(u32 address, int space, u32 argument);
    int (*strike_idle)(u32 address, u32 thread);
    int (*strike_under)(u32 address, u32 thread, int space, u32 argument);
} table = { method, find, point, strike, strike_later, strike_and_run,
            strike_idle, strike_under };

DEIMOS_MODULE("poison", MODULE_SYSTEM);
DEIMOS_INTERFACE("poison", "poison", table,
                 "method find point strike strike_later strike_and_run "
                 "strike_idle strike_under");
