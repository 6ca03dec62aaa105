/* SPDX-License-Identifier: MIT */
/*
 * Is nearly always in calls of the core, and counts the ticks that it is told: by
 * the many in long calls, and one by one in a short one, from the instruction in
 * front of it to the one behind.
 *
 *      out to the timer                            the tick
 *      |--- until ---------------------------------|
 *      |--- turns ---------------| the call |
 */
#include "deimos.h"

#include "../../core/api/selectors.h"
#include "timer_once.h"

#define TIMER 0
#define PAGE_FAULT 14
#define FLAG_NT 0x4000
#define CLOCKS 60               /* until the tick */
#define MOST 0x80000            /* instructions until the tick, at most */
#define BESIDE 40               /* instructions in front of the call, too */
#define NOBODYS_PORT 0x8000            /* nobody's */
#define COUNT 0x4000

DEIMOS_RECEPTACLE(cpu, cpu, "cpu", .from = "cpu");
DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt", .from = "interrupt");
DEIMOS_RECEPTACLE(port, port, "port", .from = "port");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(console, console, "console", .from = "console");

extern volatile u32 in_core_told, in_core_busy;
void in_core_tick(void);
__asm__(".text\n"
        "in_core_tick: incl %ss:in_core_told\n"
        "movl $0, %ss:in_core_busy\n"
        "iret\n");

volatile u32 in_core_told, in_core_busy;

static void call_null(void) { console->null(); }
static void halt(void) { cpu->hlt(); }
static void ports(void) { port->open(NOBODYS_PORT, COUNT); port->close(NOBODYS_PORT, COUNT); }

static void set_nested(u32 nested)
{
    __asm__ volatile("pushf\n\tandl %1, (%%esp)\n\torl %0, (%%esp)\n\tpopf"
                     : : "r"(nested), "i"(~FLAG_NT) : "memory", "cc");
}

/* NT is the caller's, and none of the core's IRETs may obey it. */
static void nested(void)
{
    set_nested(FLAG_NT);
    ports();
    set_nested(0);
}

static void halt_off(void)
{
    cpu->cli();
    cpu->hlt();
    cpu->sti();
}

static void off_and_on(void)
{
    cpu->cli();
    cpu->sti();
}

/* Into the same task, which is none. */
static void context(void)
{
    u32 none = 0, stack = 0;

    __asm__ volatile("lcall %2, $0" : "+a"(none), "+d"(stack)
                     : "i"(CONTEXT_GATE) : "ecx", "memory");
}

static void fault(void)
{
    __asm__ volatile("lcall %0, $0" : : "i"(FAULT_GATE)
                     : "eax", "ecx", "edx", "memory");
}

/* In the order of KINDS in tests/boot/in_core.lua. */
static void (*const calls[])(void) = {
    ports, halt, halt_off, call_null, off_and_on, context, fault, nested,
};

/* FAULT_GATE is there while somebody owns page faults. There is none. */
static int open_lines(void)
{
    if (port->open(PIT_CHANNEL0, 4) < 0 ||
        vector->attach(PAGE_FAULT, in_core_tick) < 0)
        return -1;
    return interrupt->attach(TIMER, in_core_tick, &in_core_busy);
}

static int close_lines(void)
{
    interrupt->detach(TIMER);
    vector->detach(PAGE_FAULT);
    return port->close(PIT_CHANNEL0, 4);
}

/* In calls of one kind, for so many ticks; how many it was told of. */
static int spend(u32 kind, u32 count)
{
    const u32 before = ticks(), told = in_core_told;

    while (ticks() - before < count)
        calls[kind]();
    return (int)(in_core_told - told);
}

enum { BEFORE, WITHIN, BEHIND, UNTOLD, OUTCOMES };
static u32 found[OUTCOMES];

/* A tick comes after so many instructions and a few: where, beside the call? */
static u32 try(u32 kind, u32 turns)
{
    const u32 from = ticks(), told = in_core_told;

    set_timer(PIT_ONCE, CLOCKS);
    pass(turns);
    const u32 in_front = ticks();
    calls[kind]();
    const u32 behind = ticks(), heard = in_core_told;
    while (ticks() == from)
        ;
    if (in_front != from)
        return BEFORE;
    if (behind == from)
        return BEHIND;
    return heard == told ? UNTOLD : WITHIN;
}

/* How many instructions in front of the call so that the tick comes before it. */
static u32 find(u32 kind)
{
    u32 low = 0, high = MOST;

    while (high - low > 1) {
        const u32 turns = (low + high) / 2;
        if (try(kind, turns) == BEFORE)
            high = turns;
        else
            low = turns;
    }
    return high;
}

/* The tick at every instruction of the call, back from the first one. */
static int step(u32 kind, u32 steps)
{
    const u32 last = find(kind) + BESIDE;

    for (u32 i = 0; i < OUTCOMES; i++)
        found[i] = 0;
    for (u32 i = 0; i < steps && i <= last; i++)
        found[try(kind, last - i)]++;
    set_timer(PIT_RATE, FULL);
    return (int)last;
}

static int count(u32 outcome) { return (int)found[outcome]; }

static const struct {
    int (*open)(void), (*close)(void);
    int (*spend)(u32 kind, u32 count);
    int (*step)(u32 kind, u32 steps);
    int (*count)(u32 outcome);
} table = { open_lines, close_lines, spend, step, count };

DEIMOS_MODULE("in_core", MODULE_SYSTEM);
DEIMOS_INTERFACE("in_core", "in_core", table, "open close spend step count");
