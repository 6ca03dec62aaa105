/* SPDX-License-Identifier: MIT */
/*
 * Takes the processor from a call after n instructions, by the timer, and gives it
 * to the first thread: the call stays where it is until that waits.
 *
 *      out to the timer   the call                         the tick
 *      |--- lag(clocks) -----------------------------------|
 *      |--- turns ---|--- step ----------------------------|
 *
 * The timer counts down once and stands still then; start() has it tick as before.
 */
#include "deimos.h"

#include "binding.h"
#include "concurrency.h"
#include "memory.h"
#include "timer_once.h"

#define NEVER 65000

#define SIZE 100
#define BACK 0x8000
#define STACK 16384
#define TURNS 100000            /* until the tick, at most */
#define FEW 200                 /* clocks of the timer, to find out */
#define MANY 2200
#define SOME 10000
#define AHEAD 600               /* instructions until the call may begin */

DEIMOS_RECEPTACLE(port, port, "port", .from = "port");
DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(memory, memory, "memory");
DEIMOS_RECEPTACLE(server, service, "service");

static u32 unit;                /* what the TSC counts for an instruction */
static u32 lag_few, lag_many;   /* instructions from the write to the tick */
static struct {
    int space;                  /* 0: the server is called from here */
    u32 argument, clocks, turns;
    volatile u32 is_armed, ticks, has_ended, length;
    volatile u32 from, reached; /* of the TSC; instructions */
} job;

static u32 cycles(void)
{
    u32 low;

    __asm__ volatile("rdtsc" : "=a"(low) : : "edx", "memory");
    return low;
}

/* From the write to the tick, which hits between the last two looks at the TSC or right
 * behind them: what its handler takes is no lag. */
static u32 measure(u32 clocks)
{
    const u32 before = ticks();

    set_timer(PIT_ONCE, clocks);
    const u32 from = cycles();
    u32 last, now = from;
    do {
        last = now;
        now = cycles();
    } while (ticks() == before);
    return (last - from) / unit;
}

static void measure_unit(void)
{
    const u32 from = cycles();

    pass(SOME);
    unit = (cycles() - from) / SOME;
}

static int open_timer(void)
{
    const int error = port->open(PIT_CHANNEL0, 4);

    if (error < 0)
        return error;
    measure_unit();
    lag_few = measure(FEW);
    lag_many = measure(MANY);
    set_timer(PIT_RATE, FULL);
    return 0;
}

static int close_timer(void)
{
    return port->close(PIT_CHANNEL0, 4);
}

static u32 lag(u32 clocks)
{
    return lag_few + (clocks - FEW) * (lag_many - lag_few) / (MANY - FEW);
}

static void plan(u32 step)
{
    u32 clocks = FEW;

    while (lag(clocks) < step + AHEAD)
        clocks++;
    job.clocks = clocks;
    job.turns = lag(clocks) - step;
}

/* By the calling thread. In the upper half: bytes that go there; and that come back,
 * if bit 15 is set. */
static int ask(u32 operation)
{
    static u8 in[SIZE], out[SIZE];
    const u32 size = operation >> 16, back = operation & BACK ? size : 0;

    return server->call(operation & ~BACK & 0xffff, size ? in : NULL, size,
                        back ? out : NULL, back);
}

static int call(void)
{
    return job.space ? memory->run(job.space, job.argument) : ask(job.argument);
}

static int cross(u32 unused)
{
    (void)unused;
    set_timer(PIT_ONCE, job.clocks);
    job.ticks = ticks();
    job.from = cycles() + job.turns * unit;     /* or it is stopped before */
    job.is_armed = 1;
    pass(job.turns);
    job.from = cycles();
    const int result = call();
    job.length = (cycles() - job.from) / unit;
    job.has_ended = 1;
    return result;
}

/* 1: it is where the tick has found it, or sleeps; 0: it has ended by then. */
static int await(void)
{
    for (u32 i = 0; i < TURNS && !job.has_ended; i++) {
        if (job.is_armed && ticks() != job.ticks)
            break;
        threads->yield();
    }
    job.reached = (cycles() - job.from) / unit;
    set_timer(PIT_RATE, FULL);
    return !job.has_ended;
}

/* The thread. step 0: it is not to be interrupted. */
static int start(int space, u32 argument, u32 step)
{
    job.space = space;
    job.argument = argument;
    job.is_armed = job.has_ended = job.length = 0;
    if (step)
        plan(step);
    else
        job.clocks = NEVER, job.turns = 2;
    const int thread = threads->create(cross, 0, STACK);
    if (thread > 0)
        await();
    return thread;
}

static int ended(void) { return (int)job.has_ended; }
static int length(void) { return (int)job.length; }

/* What has run until the first thread was on again: the call as far as it is, and the
 * tick, which takes as long each time. Of two calls that stand, who is further? */
static int reached(void) { return (int)job.reached; }
static int join(int thread) { return threads->join(thread); }


/* The same of any operation, without bytes. */
static int tell(u32 operation)
{
    return server->call(operation, NULL, 0, NULL, 0);
}

static int nothing(u32 unused) { return (int)unused; }

/* A concurrency module gives back what threads had that nobody joins. */
static int reap(void)
{
    return threads->join(threads->create(nothing, 0, STACK));
}

static const struct {
    int (*open)(void), (*close)(void);
    int (*start)(int space, u32 argument, u32 step);
    int (*ended)(void), (*length)(void), (*reached)(void);
    int (*join)(int thread);
    int (*ask)(u32 operation), (*tell)(u32 operation), (*reap)(void);
} table = { open_timer, close_timer, start, ended, length, reached,
            join, ask, tell, reap };

DEIMOS_MODULE("stepper", MODULE_SYSTEM);
DEIMOS_INTERFACE("stepper", "stepper", table,
                 "open close start ended length reached join ask tell reap");
