/* SPDX-License-Identifier: MIT */
/* A concurrency module beside which there is none: its slots, as the CM leaves
 * them. Included once, behind beside.c. */
#pragma once

static u32 nobody_number(void) { return (u32)E_UNBOUND; }

static int nobody_began(u32 number, u32 context, saddr_t stack)
{
    (void)number, (void)context, (void)stack;
    return E_UNBOUND;
}

static int nobody_running(const struct concurrency **methods)
{
    (void)methods;
    return E_UNBOUND;
}

static int nobody_context(u32 context, saddr_t stack)
{
    (void)context, (void)stack;
    return E_UNBOUND;
}

static int nobody_ready(void) { return E_UNBOUND; }
static int nobody_turn(u32 unused) { (void)unused; return E_UNBOUND; }
static int nobody_wake(const volatile u32 *word) { (void)word; return E_UNBOUND; }

static int nobody_busy(u32 ebp, u32 end)
{
    (void)ebp, (void)end;
    return E_UNBOUND;
}

static const struct beside nobody_beside = {
    nobody_number, nobody_began, nobody_running, nobody_context, nobody_ready,
    nobody_turn, nobody_wake, nobody_busy,
};

__attribute__((constructor)) static void leave_alone(void)
{
    for (u32 i = 0; i < OTHERS; i++)
        beside[i] = &nobody_beside;
}
