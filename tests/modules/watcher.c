/* SPDX-License-Identifier: MIT */
/* Put under a model's clients: a step waits until it is let go. And holds interrupts
 * off, or tries to, for whoever asks for that. */
#include "deimos.h"
#include "concurrency.h"
#include "watch.h"

DEIMOS_RECEPTACLE(threads, concurrency, "concurrency");
DEIMOS_RECEPTACLE(steps, steps, "steps");

static volatile u32 is_open, told;
static volatile int inside;     /* what hold(1) was where a step is told */

/* On for a moment only: they are off where that is granted. */
static int try_hold(void)
{
    const int error = steps->hold(1);

    steps->hold(0);
    return error;
}

static int stepped(int space, struct client_fault *fault)
{
    (void)space, (void)fault;
    inside = try_hold();
    told++;
    while (!is_open && threads->wait(&is_open, 0) >= 0)
        ;
    return 1;
}

static int touched(int space, struct client_fault *fault, u32 address)
{
    (void)space, (void)fault, (void)address;
    return 1;
}

static int paused(int space)
{
    (void)space;
    return 0;
}

static int ended(int space, const struct client_fault *fault, u32 linear)
{
    (void)space, (void)fault, (void)linear;
    return 0;
}

/* The next step of that space's client waits. */
static int shut(int space)
{
    is_open = told = 0;
    return steps->arm(space, 1);
}

static int let_go(int space)
{
    const int error = steps->arm(space, 0);

    is_open = 1;
    threads->wake(&is_open);
    return error;
}

static int flags(void)
{
    u32 eflags;

    __asm__ volatile("pushfl\n\tpopl %0" : "=r"(eflags));
    return (int)eflags;
}

static int count(void) { return (int)told; }
static int answer(void) { return inside; }

static const struct watch watching = {
    .touched = touched, .stepped = stepped, .paused = paused, .ended = ended,
};
static const struct {
    int (*shut)(int space), (*let_go)(int space), (*count)(void), (*answer)(void),
        (*hold)(void), (*flags)(void);
} control = { shut, let_go, count, answer, try_hold, flags };

DEIMOS_MODULE("watcher", MODULE_SYSTEM);
DEIMOS_INTERFACE("watch", "watch", watching, WATCH_METHODS);
DEIMOS_INTERFACE("watcher", "watcher", control,
                 "shut let_go count answer hold flags");
