/* SPDX-License-Identifier: MIT */
/*
 * Sysenter wrapper. The machine's registers lead to sysenter.S while any
 * module is attached; else SYSENTER_CS is 0 and the instruction gets #GP(0).
 */
#include "../deliver/sysenter.h"

#include "../api/error.h"
#include "../api/wrapper.h"
#include "../processor/cpu.h"
#include "../base/graph.h"
#include "../base/holders.h"
#include "../x86/flags.h"
#include "../base/layout.h"
#include "../gate/wrapper.h"
#include "../x86/x86.h"

#define MSR_CS  0x174
#define MSR_ESP 0x175
#define MSR_EIP 0x176
#define NOBODY ~0u              /* no handle */
#define LOCAL3 7u               /* a selector's bits: of the LDT, RPL 3 */
#define SIGNATURE_SEP 0x633     /* before, the Pentium Pro claims to have it */

_Static_assert(CORE_DS == CORE_CS + 8, "SYSENTER's SS");

struct sysenter_owners sysenter_owners = {
    .module = { [0 ... SYSENTER_OWNERS - 1] = NOBODY },
};

static struct holder list[SYSENTER_OWNERS];     /* slots of sysenter_owners */

static int is_there(void)
{
    const u32 signature = graph.system.cpu_signature & 0xfff;

    return cpu_has(CPU_SEP) &&
           (signature >> 8 != 6 || signature >= SIGNATURE_SEP);
}

static void switch_on(u32 on)
{
    x86_wrmsr(MSR_CS, on ? CORE_CS : 0);
    x86_wrmsr(MSR_ESP, on ? (u32)sysenter_stack_top : 0);
    x86_wrmsr(MSR_EIP, on ? (u32)sysenter_entry : 0);
}

static u32 find(u32 module)
{
    u32 i = 0;

    while (i < SYSENTER_OWNERS && sysenter_owners.module[i] != module)
        i++;
    return i;
}

static void set(u32 i, u32 module, saddr_t handler, u32 cs, u32 ss)
{
    sysenter_owners.module[i] = module;
    sysenter_owners.handler[i] = handler;
    sysenter_owners.cs[i] = cs;
    sysenter_owners.ss[i] = ss;
}

static void release(u32 i, const struct holder *old)
{
    (void)old;
    set(i, NOBODY, 0, 0, 0);
    for (u32 j = 0; j < SYSENTER_OWNERS; j++)
        if (list[j].binding)
            return;
    switch_on(0);
}

static const struct holders holders = { list, SYSENTER_OWNERS, release };

static u32 GATE_METHOD sysenter_open(struct gate_call *call,
                                     struct gate *gate)
{
    const saddr_t handler = call->arg[0];
    const u32 cs = call->arg[1], ss = call->arg[2];

    if (!is_there())
        return (u32)E_UNSUPPORTED;
    if (find(gate->module) < SYSENTER_OWNERS)
        return (u32)E_BUSY;
    if (!graph_is_inside(gate->module, handler, 1))
        return (u32)E_ADDRESS;
    if ((cs & ss & LOCAL3) != LOCAL3 || (cs | ss) > 0xffff)
        return (u32)E_INVALID;
    const int i = holders_add(&holders, &(struct holder){
        .binding = gate->binding, .module = gate->module,
        .handler = handler });
    if (i < 0)
        return (u32)i;
    set((u32)i, gate->module, handler, cs, ss);
    switch_on(1);
    return E_OK;
}

static void released(u32 binding)
{
    holders_released(&holders, binding);
}

static u32 GATE_METHOD sysenter_close(struct gate_call *call,
                                      struct gate *gate)
{
    const int i = holders_find(&holders, gate->binding, 0);

    (void)call;
    if (i < 0 || list[i].module != gate->module)
        return (u32)E_OWNER;
    holders_free(&holders, (u32)i);
    return E_OK;
}

static u32 entered(u32 module)
{
    return holders_entered(&holders, module);
}

static u32 digest(u32 crc)
{
    return holders_digest(&holders, crc);
}

static gate_method *const table[METHODS_OF(sysenter)] = {
    METHOD_AT(sysenter, attach) = sysenter_open,
    METHOD_AT(sysenter, detach) = sysenter_close,
};

const struct wrapper sysenter_wrapper = {
    .system_only = 1,
    .name = "sysenter", .methods = SYSENTER_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .entered = entered, .digest = digest,
};
