/* SPDX-License-Identifier: MIT */
/* Uses what the wrappers give: interrupts, privileged instructions, device
 * memory, call gates, software interrupts. */
#include "deimos.h"

DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt");
DEIMOS_RECEPTACLE(second, interrupt, "interrupt");
DEIMOS_RECEPTACLE(cpu, cpu, "cpu");
DEIMOS_RECEPTACLE(other_cpu, cpu, "cpu");
DEIMOS_RECEPTACLE(vga, device, "device");
DEIMOS_RECEPTACLE(gate, call_gate, "gate");
DEIMOS_RECEPTACLE(vector, vector, "vector");
DEIMOS_RECEPTACLE(other_vector, vector, "vector");
DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

void first_tick(void), second_tick(void), count_call(void), count_gate(void);
int raise_80(void), raise_48(void), take_gate(u32 selector), flags(void);
int poke(u32 selector, u32 offset, u32 value);
int peek(u32 selector, u32 offset), peek_again(u32 offset), fs(void);
int gs_after(u32 selector, int (*function)(int), int argument);

extern volatile u32 tick_count[2], tick_order, tick_busy[2], call_count;

#define FOREIGN ((void (*)(void))0x1000)

/* which: 0 and 1, two owners; 2 and 3, a foreign handler or flag */
static int attach(u32 line, u32 which)
{
    switch (which) {
    case 0: return interrupt->attach(line, first_tick, &tick_busy[0]);
    case 1: return second->attach(line, second_tick, &tick_busy[1]);
    case 2: return interrupt->attach(line, FOREIGN, &tick_busy[0]);
    default: return interrupt->attach(line, first_tick, (u32 *)0x1000);
    }
}

static int detach(u32 line, u32 which)
{
    return (which ? second : interrupt)->detach(line);
}

static int ticks(u32 which)
{
    return (int)tick_count[which];
}

static int order(void)
{
    return (int)tick_order;
}

static int hold(u32 on)
{
    tick_busy[0] = on;
    return 0;
}

/* Until the timer has ticked n times more: what the handlers count then. */
static int spin(u32 n)
{
    u32 start, now;

    GRAPH_READ(system.ticks, start);
    do
        GRAPH_READ(system.ticks, now);
    while (now - start < n);
    return (int)tick_count[0];
}

/* As many turns of a loop: with interrupts off, no tick comes. */
static int turns(u32 n)
{
    for (volatile u32 i = 0; i < n; i++)
        ;
    return (int)tick_count[0];
}

static int hlt(void) { return cpu->hlt(); }
static int cli(u32 which) { return (which ? other_cpu : cpu)->cli(); }
static int sti(u32 which) { return (which ? other_cpu : cpu)->sti(); }
static int vga_open(void)
{
    const int error = vga->claim();

    return error ? error : vga->segment(0);
}

static int vga_release(void) { return vga->release(); }
static int vga_segment(u32 memory) { return vga->segment(memory); }

/* Of its description: word n. */
static int vga_word(u32 n)
{
    struct device_resources has;

    return vga->describe(&has) == E_OK && n < sizeof(has) / 4 ?
           ((int *)&has)[n] : -1;
}

/* No description of it fits there. */
static int vga_describe(u32 at)
{
    return vga->describe((void *)at);
}

static int vga_attach(u32 line)
{
    return vga->attach(line, count_gate, &call_count);
}

static int out(u32 port, u32 value)
{
    __asm__ volatile("outb %b0, %w1" : : "a"(value), "Nd"(port));
    return 0;
}


static int attach_call(u32 number, u32 which)
{
    return (which == 1 ? other_vector : vector)->attach_call(
        number, which == 2 ? FOREIGN : count_call);
}

static int detach_call(u32 number)
{
    return vector->detach(number);
}

static int create(u32 which)
{
    return gate->create(which ? FOREIGN : count_gate);
}

static int destroy(u32 selector)
{
    return gate->destroy(selector);
}

static int calls(void)
{
    return (int)call_count;
}

static int gs_after_unbind(u32 selector, u32 binding)
{
    return gs_after(selector, cm->unbind, (int)binding);
}

struct lines {
    int (*attach)(u32 line, u32 which), (*detach)(u32 line, u32 which);
    int (*ticks)(u32 which), (*order)(void), (*hold)(u32 on);
    int (*spin)(u32 n), (*turns)(u32 n);
};
struct rights {
    int (*hlt)(void), (*cli)(u32 which), (*sti)(u32 which), (*flags)(void);
    int (*vga)(void), (*poke)(u32 selector, u32 offset, u32 value);
    int (*peek)(u32 selector, u32 offset), (*peek_again)(u32 offset);
    int (*gs_after_unbind)(u32 selector, u32 binding);
    int (*attach_call)(u32 number, u32 which), (*detach_call)(u32 number);
    int (*raise_80)(void), (*raise_48)(void), (*create)(u32 which);
    int (*destroy)(u32 selector), (*take)(u32 selector), (*calls)(void);
    int (*fs)(void);
};
struct screen {
    int (*open)(void), (*release)(void), (*segment)(u32 memory);
    int (*word)(u32 n), (*describe)(u32 at), (*attach)(u32 line);
    int (*out)(u32 port, u32 value);
};
static const struct lines lines = {
    attach, detach, ticks, order, hold, spin, turns,
};
static const struct rights rights = {
    hlt, cli, sti, flags, vga_open, poke, peek, peek_again, gs_after_unbind,
    attach_call, detach_call, raise_80, raise_48, create, destroy, take_gate,
    calls, fs,
};
static const struct screen screen = {
    vga_open, vga_release, vga_segment, vga_word, vga_describe, vga_attach, out,
};

DEIMOS_MODULE("rights", MODULE_SYSTEM);
DEIMOS_INTERFACE("lines", "lines", lines,
                 "attach detach ticks order hold spin turns");
DEIMOS_INTERFACE("screen", "screen", screen,
                 "open release segment word describe attach out");
DEIMOS_INTERFACE("rights", "rights", rights, "hlt cli sti flags vga poke peek "
                 "peek_again gs_after_unbind attach_call detach_call "
                 "raise_80 raise_48 create destroy take calls fs");
