/* SPDX-License-Identifier: MIT */
/*
 * Owns every vector that a module can own. Exceptions it declines, whosever
 * they are; every second INT n serves ring 3, too.
 */
#include "deimos.h"
#include "../../../core/api/selectors.h"

#define DEBUG 1
#define CALLS 48
#define VECTORS 256

DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");

struct owned {
    u32 number;
    void (*handler)(void);
};

/* entries.S */
extern const struct owned owns_table[];
void owns_call(void);
void owns_step(void);
void owns_decline(const struct fault *fault) __attribute__((noreturn));

u32 owns_calls, owns_steps;
static u32 declined;

/* Of ring 1 the stack does not tell its pointer. */
void owns_decline(const struct fault *fault)
{
    struct fault f;
    const u32 is_ring3 = fault->cs & 2 || fault->eflags & 0x20000;
    const u32 *from = (const u32 *)fault;
    u32 *to = (u32 *)&f;

    for (u32 i = 0; i < offsetof(struct fault, esp) / sizeof(u32); i++)
        to[i] = from[i];
    f.esp = is_ring3 ? fault->esp : (u32)&fault->esp;
    f.ss = is_ring3 ? fault->ss : UPS_DS;
    declined++;
    vector->decline(&f);
    __builtin_trap();
}

/* steps: those of ring 3 go on. */
static int take(u32 steps)
{
    int error = 0;

    for (const struct owned *o = owns_table; o->handler && error >= 0; o++)
        error = vector->attach(o->number, o->handler);
    if (steps)
        vector->detach(DEBUG);
    if (steps && error >= 0)
        error = vector->attach(DEBUG, owns_step);
    for (u32 n = CALLS; n < VECTORS && error >= 0; n++)
        error = n & 1 ? vector->attach_open_call(n, owns_call)
                      : vector->attach_call(n, owns_call);
    return error;
}

static int give(void)
{
    for (const struct owned *o = owns_table; o->handler; o++)
        vector->detach(o->number);
    for (u32 n = CALLS; n < VECTORS; n++)
        vector->detach(n);
    return 0;
}

static int calls(void)
{
    return (int)owns_calls;
}

static int declines(void)
{
    return (int)declined;
}

static int steps_of_ring3(void)
{
    return (int)owns_steps;
}

static const struct {
    int (*take)(u32 steps);
    int (*give)(void);
    int (*calls)(void);
    int (*declines)(void);
    int (*steps)(void);
} table = { take, give, calls, declines, steps_of_ring3 };

DEIMOS_MODULE("owns", MODULE_SYSTEM);
DEIMOS_INTERFACE("owns", "owns", table, "take give calls declines steps");
