/* SPDX-License-Identifier: MIT */
/*
 * Threads that are inside their concurrency module when another one takes its place.
 * Each finds its registers as it left them, whichever method it was in.
 */
#include "concurrency.h"
#include "deimos.h"

#define STACK 8192
#define WRONG (-1000)
#define UNDEFINED 18            /* evil: the 20th method */

/* ORDER tests/lua/movers.lua */
enum { YIELD, WAIT, JOIN, HAND, SPIN, CHANGE, UNBORN, ENDED, DIE,
       HOLD };

struct evil {
    int (*read)(saddr_t address);
    int (*method[23])(u32 argument);
};

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");
DEIMOS_RECEPTACLE(evil, evil, "evil");

static volatile u32 gate, rounds, stop;
static int partner, changed;
static u32 old;
static const char *next;

u32 kept(void *method, u32 one, u32 two, int *answer);

/* method(one, two), with a known word in each register that it must keep; 0: it did. */
asm("kept:  push %ebp\n"
    "       mov %esp, %ebp\n"
    "       push %ebx\n"
    "       push %esi\n"
    "       push %edi\n"
    "       mov $0x11111111, %ebx\n"
    "       mov $0x22222222, %esi\n"
    "       mov $0x33333333, %edi\n"
    "       pushl 16(%ebp)\n"
    "       pushl 12(%ebp)\n"
    "       call *8(%ebp)\n"
    "       mov 20(%ebp), %ecx\n"
    "       mov %eax, (%ecx)\n"
    "       lea 20(%esp), %eax\n"
    "       sub %ebp, %eax\n"
    "       xor $0x11111111, %ebx\n"
    "       or  %ebx, %eax\n"
    "       xor $0x22222222, %esi\n"
    "       or  %esi, %eax\n"
    "       xor $0x33333333, %edi\n"
    "       or  %edi, %eax\n"
    "       lea -12(%ebp), %esp\n"
    "       pop %edi\n"
    "       pop %esi\n"
    "       pop %ebx\n"
    "       pop %ebp\n"
    "       ret\n");

static int ask(void *method, u32 one, u32 two)
{
    int answer;

    return kept(method, one, two, &answer) ? WRONG : answer;
}

static int yield_on(u32 times)
{
    for (u32 i = 0; i < times; i++, rounds++)
        if (ask((void *)threads->yield, 0, 0))
            return WRONG;
    return (int)times;
}

static int wait_on(u32 result)
{
    while (!gate)
        if (ask((void *)threads->wait, (u32)&gate, 0))
            return WRONG;
    return (int)result;
}

static int join_on(u32 result)
{
    const int ended = ask((void *)threads->join, (u32)partner, 0);

    return ended == WRONG ? WRONG : ended + (int)result;
}

static int hand_on(u32 times)
{
    for (u32 i = 0; i < times; i++) {
        const int error = ask((void *)threads->hand_off, 1, 0);
        if (error && error != E_BUSY)
            return WRONG;
    }
    return (int)times;
}

/* In its registers, and in those of the x87, until it may stop. */
static int spin_on(u32 seed)
{
    const u32 step = seed * 2 + 1;
    double a = 1.0;
    u32 b = seed, steps = 0;

    for (; !stop || steps % 64; steps++) {
        a = a / 3.0 + seed;
        b = b * 5 + step;
        if (steps % 64 == 63)
            a = 1.0;
    }
    for (u32 i = 0; i < steps; i++)     /* backwards: 5 * 0xcccccccd = 1 */
        b = (b - step) * 0xcccccccdu;
    return b == seed && a == 1.0 ? (int)seed : WRONG;
}

/* The thread that runs makes the change itself. */
static int change(u32 result)
{
    changed = cm->replace(old, next);
    return changed < 0 ? changed : yield_on(2) + (int)result;
}

/* It has what it will call at hand, as one that the timer interrupts before a CALL. */
static int hold_on(u32 result)
{
    int (*volatile current)(void) = threads->current;
    const struct concurrency *volatile all = threads;
    const int mine = threads->current();

    while (!gate)
        threads->wait(&gate, 0);
    return current() == mine && all->current() == mine ? (int)result : WRONG;
}

static int be_born(u32 result) { return (int)result; }

static int end_now(u32 result)
{
    threads->exit((int)result);
    return WRONG;
}

static int die(u32 unused)
{
    (void)unused;
    while (!gate)
        threads->wait(&gate, 0);
    return evil->method[UNDEFINED](0);
}

static int (*const entries[])(u32) = {
    yield_on, wait_on, join_on, hand_on, spin_on, change, be_born, end_now, die,
    hold_on,
};

static int spawn(u32 kind, u32 argument)
{
    return threads->create(entries[kind], argument, STACK);
}

static void set(u32 gate_now, u32 stop_now)
{
    stop = stop_now;
    gate = gate_now;
    if (gate)
        threads->wake(&gate);
}

static void name(int thread, u32 module, const char *kind)
{
    partner = thread;
    old = module;
    next = kind;
}

static int who(void) { return changed; }
static u32 count(void) { return rounds; }

static const struct {
    int (*spawn)(u32, u32);
    void (*set)(u32, u32);
    void (*name)(int, u32, const char *);
    int (*who)(void);
    u32 (*count)(void);
} table = { spawn, set, name, who, count };

DEIMOS_MODULE("movers", MODULE_SYSTEM);
DEIMOS_INTERFACE("movers", "movers", table, "spawn set name who count");
