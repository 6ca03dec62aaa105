/* SPDX-License-Identifier: MIT */
/*
 * Privileged instructions. LRET leaves EFLAGS alone, so that the IF of the
 * core's return is the caller's from then on.
 *
 * Invariant: interrupts are off at ring 1 while a binding holds them off.
 */
#include "../api/error.h"
#include "../api/wrapper.h"
#include "../lib/crc32.h"
#include "../base/holders.h"
#include "../x86/flags.h"
#include "../descriptor/tss.h"
#include "../gate/wrapper.h"
#include "../x86/x86.h"
#include "interrupt.h"
#include "../../nmm/task/task.h"

#define HOLDERS 16

static struct holder list[HOLDERS];     /* they hold interrupts off */

/* EFLAGS.IF, or 0 while anybody holds interrupts off. */
static u32 flag_of_holders(void)
{
    for (u32 i = 0; i < HOLDERS; i++)
        if (list[i].binding)
            return 0;
    return EFLAGS_IF;
}

/* Tasks that are suspended go on with it, too. */
static void set_flags(u32 flags)
{
    flags_ring1 = EFLAGS_FIXED | flags;
    if (task_count)
        tss_set_interrupts(flags);
}

static void release(u32 i, const struct holder *old)
{
    (void)i;
    (void)old;
    set_flags(flag_of_holders());
}

static const struct holders holders = { list, HOLDERS, release };

static u32 GATE_METHOD halt(struct gate_call *call, struct gate *gate)
{
    const u32 flags = x86_eflags();

    (void)call;
    (void)gate;
    x86_sti_hlt();
    x86_set_eflags(flags);
    return E_OK;
}

static u32 GATE_METHOD off(struct gate_call *call, struct gate *gate)
{
    int i = holders_find(&holders, gate->binding, 0);

    (void)call;
    if (i < 0)
        i = holders_add(&holders, &(struct holder){
            .binding = gate->binding, .module = gate->module });
    if (i < 0)
        return (u32)i;
    set_flags(0);
    x86_cli();
    return E_OK;
}

/* A module that dies comes here with interrupts off: its trap's return
 * restores them (flags_ring1). */
static void released(u32 binding)
{
    const int held = holders_find(&holders, binding, 0) >= 0;

    holders_released(&holders, binding);
    if (held && flags_ring1_if())
        x86_sti();
}

/* What comes by STI hits the core; it is delivered behind the call, like what
 * has come while the caller halted. */
static u32 GATE_METHOD on(struct gate_call *call, struct gate *gate)
{
    holders_released(&holders, gate->binding);
    if (!flags_ring1_if())
        return E_OK;
    interrupt_behind(call);
    x86_sti();
    return E_OK;
}

static u32 digest(u32 crc)
{
    const u32 flags = flags_ring1_if();
    return crc32(crc, &flags, sizeof(flags));
}

static gate_method *const table[METHODS_OF(cpu)] = {
    METHOD_AT(cpu, hlt) = halt,
    METHOD_AT(cpu, cli) = off,
    METHOD_AT(cpu, sti) = on,
};

const struct wrapper cpu_wrapper = {
    .system_only = 1,
    .name = "cpu", .methods = CPU_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .digest = digest,
};
