/* SPDX-License-Identifier: MIT */
/* Threads that do something that a test can check. */
#include "concurrency.h"
#include "deimos.h"

#define UNDEFINED 18            /* evil.c: the 20th method */
#define NEAREST 0x37f           /* FPU control words */
#define UP 0xb7f
#define LOG_SIZE 512

struct evil {
    int (*read)(saddr_t address);
    int (*method[23])(u32 argument);
};
struct workers;

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(evil, evil, "evil");
DEIMOS_RECEPTACLE(inner, workers, "workers");
DEIMOS_RECEPTACLE(vga, device, "device");

static volatile u32 ball, gate, flag;
static u32 yields, rounds, counter;
static char trace[LOG_SIZE];
static u32 traced;

static void note(u32 digit)
{
    if (traced < LOG_SIZE - 1)
        trace[traced++] = (char)('a' + digit % 26);
}

static int count(u32 n)
{
    for (u32 i = 0; i < n; i++) {
        counter++;
        note(n);
        threads->yield();
    }
    return (int)n;
}

/* The ball is 0 for ping, 1 for pong. */
static int play(u32 n, u32 mine)
{
    for (u32 i = 0; i < n; i++) {
        while (ball != mine)
            if (threads->wait(&ball, !mine) < 0)
                return E_ACTIVE;
        note(mine);
        ball = !mine;
        threads->wake(&ball);
    }
    return (int)n;
}

static int ping(u32 n) { return play(n, 0); }
static int pong(u32 n) { return play(n, 1); }

static void control(u32 word)
{
    __asm__ volatile("fldcw %0" : : "m"(word));
}

/* Rounds differently for odd and even seeds, and a thread that loses its
 * control word or a register comes to another result. */
static int compute(u32 seed)
{
    const u32 word = seed & 1 ? UP : NEAREST;
    union { double value; u32 half[2]; } x = { .value = seed + 1 };

    control(word);
    for (u32 i = 0; i < rounds; i++) {
        double y = x.value;
        for (u32 k = 0; k < 100; k++)
            y = y / 3.0 + (double)seed / 7.0 + 1.0 / y;
        x.value = y;
        if (yields)
            threads->yield();
    }
    control(NEAREST);
    return (int)((x.half[0] ^ x.half[1]) & 0x7fffffff);
}

static int die_elsewhere(u32 argument)
{
    evil->method[UNDEFINED](argument);
    return 1;
}

static int die(u32 argument)
{
    __asm__ volatile("ud2");
    return (int)argument;
}

static int wait_at_gate(u32 argument)
{
    while (!gate)
        if (threads->wait(&gate, 0) < 0)
            return E_ACTIVE;
    return (int)argument;
}

static int overflow(u32 depth)
{
    volatile u32 page[256];

    page[0] = depth;
    if (depth > 1000000)
        return 0;
    return overflow(depth + 1) + (int)page[0];
}

static int leave(u32 result)
{
    threads->exit((int)result);
    return -1;
}

/* No wait, no yield: only the timer gets the other one to run. */
static int spin_for_flag(u32 argument)
{
    while (!flag)
        counter++;
    return (int)argument;
}

static int set_flag(u32 argument)
{
    flag = 1;
    return (int)argument;
}

struct workers {
    int (*spawn)(u32 kind, u32 argument, u32 stack);
    int (*alone)(u32 seed), (*open)(u32 on), (*set)(u32 on);
    int (*counter)(void), (*trace)(u32 at), (*stack)(void), (*wait)(void);
    int (*yielding)(u32 on, u32 rounds), (*foreign)(void), (*clear)(void);
};

/* Sleeps inside the module that `inner` leads to. */
static int wait_inside(u32 argument)
{
    return inner->wait() == 0 ? (int)argument : E_ACTIVE;
}

static int where(u32 argument)
{
    (void)argument;
    return (int)__builtin_frame_address(0);
}

/* As a thread finds it. */
static int control_word(u32 argument)
{
    u16 word;

    (void)argument;
    __asm__ volatile("fnstcw %0" : "=m"(word));
    return word;
}

/* FS holds a selector that goes meanwhile: what FS is then. */
static int hold_selector(u32 argument)
{
    const int claimed = vga->claim();
    u32 selector = claimed ? 0 : (u32)vga->segment(0);

    __asm__ volatile("mov %0, %%fs" : : "r"(selector));
    spin_for_flag(argument);
    __asm__ volatile("mov %%fs, %0" : "=r"(selector));
    return (int)selector;
}

static int clear(void)
{
    traced = 0;
    return 0;
}

enum { COUNT, PING, PONG, COMPUTE, DIE_ELSEWHERE, DIE, WAIT, OVERFLOW, LEAVE,
       SPIN, SET, WAIT_INSIDE, WHERE, HOLD_SELECTOR, CONTROL_WORD };

static int (*const kinds[])(u32) = {
    [COUNT] = count, [PING] = ping, [PONG] = pong, [COMPUTE] = compute,
    [DIE_ELSEWHERE] = die_elsewhere, [DIE] = die, [WAIT] = wait_at_gate,
    [OVERFLOW] = overflow, [LEAVE] = leave, [SPIN] = spin_for_flag,
    [SET] = set_flag, [WAIT_INSIDE] = wait_inside, [WHERE] = where,
    [HOLD_SELECTOR] = hold_selector, [CONTROL_WORD] = control_word,
};

static int spawn(u32 kind, u32 argument, u32 stack)
{
    return threads->create(kinds[kind], argument, stack);
}

static int alone(u32 seed)
{
    const u32 before = yields;

    yields = 0;
    const int result = compute(seed);
    yields = before;
    return result;
}

static int open_gate(u32 on)
{
    gate = on;
    return threads->wake(&gate);
}

static int set(u32 on)
{
    flag = on;
    return 0;
}

static int counted(void) { return (int)counter; }
static int trace_at(u32 at) { return at < traced ? trace[at] : 0; }
static int stack(void) { return (int)__builtin_frame_address(0); }
static int wait_here(void) { return wait_at_gate(0); }
static int foreign(void) { return threads->create((int (*)(u32))16, 0, 0); }

static int yielding(u32 on, u32 times)
{
    yields = on;
    rounds = times;
    return 0;
}

static const struct workers table = {
    spawn, alone, open_gate, set, counted, trace_at, stack, wait_here,
    yielding, foreign, clear,
};

DEIMOS_MODULE("workers", MODULE_APPLICATION);
DEIMOS_INTERFACE("workers", "workers", table, "spawn alone open set counter "
                 "trace stack wait yielding foreign clear");
