/* SPDX-License-Identifier: MIT */
/*
 * Sysenter wrapper. The machine's registers lead to sysenter.S while any
 * module is attached; else SYSENTER_CS is 0 and the instruction gets #GP(0).
 */
#include "../deliver/sysenter.h"

#include "../api/error.h"
#include "../api/wrapper.h"
#include "../processor/cpu.h"
#include "../lib/crc32.h"
#include "../base/graph.h"
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
_Static_assert(offsetof(struct sysenter_owners, handler) == SYSENTER_HANDLER,
               "sysenter.S");
_Static_assert(offsetof(struct sysenter_owners, cs) == SYSENTER_CS,
               "sysenter.S");
_Static_assert(offsetof(struct sysenter_owners, ss) == SYSENTER_SS,
               "sysenter.S");

struct sysenter_owners sysenter_owners = {
    .client = { [0 ... SYSENTER_OWNERS - 1] = NOBODY },
};

static u32 bindings[SYSENTER_OWNERS];   /* 0: free */

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

static u32 count(void)
{
    u32 n = 0;

    for (u32 i = 0; i < SYSENTER_OWNERS; i++)
        n += bindings[i] != 0;
    return n;
}

static u32 find(u32 client)
{
    u32 i = 0;

    while (i < SYSENTER_OWNERS && sysenter_owners.client[i] != client)
        i++;
    return i;
}

static void set(u32 i, u32 binding, u32 client, saddr_t handler, u32 cs,
                u32 ss)
{
    bindings[i] = binding;
    sysenter_owners.client[i] = client;
    sysenter_owners.handler[i] = handler;
    sysenter_owners.cs[i] = cs;
    sysenter_owners.ss[i] = ss;
}

static u32 GATE_METHOD sysenter_open(struct gate_frame *frame,
                                     struct gate *gate)
{
    const saddr_t handler = frame->arg[0];
    const u32 cs = frame->arg[1], ss = frame->arg[2];
    const struct graph_node *node = graph_node_at(handler);

    if (!is_there())
        return (u32)E_UNSUPPORTED;
    if (find(gate->client) < SYSENTER_OWNERS)
        return (u32)E_BUSY;
    if (!node || node->handle != gate->client)
        return (u32)E_ADDRESS;
    if ((cs & ss & LOCAL3) != LOCAL3 || (cs | ss) > 0xffff)
        return (u32)E_INVALID;
    const u32 i = find(NOBODY);
    if (i == SYSENTER_OWNERS)
        return (u32)E_FULL;
    set(i, gate->binding, gate->client, handler, cs, ss);
    switch_on(1);
    return E_OK;
}

static void released(u32 binding)
{
    u32 before = count();

    for (u32 i = 0; i < SYSENTER_OWNERS; i++)
        if (bindings[i] == binding)
            set(i, 0, NOBODY, 0, 0, 0);
    if (before && !count())
        switch_on(0);
}

static u32 GATE_METHOD sysenter_close(struct gate_frame *frame,
                                      struct gate *gate)
{
    const u32 i = find(gate->client);

    (void)frame;
    if (i == SYSENTER_OWNERS || bindings[i] != gate->binding)
        return (u32)E_OWNER;
    released(gate->binding);
    return E_OK;
}

static u32 entered(u32 client)
{
    return find(client) < SYSENTER_OWNERS;
}

static u32 digest(u32 crc)
{
    u32 sum = 0;

    for (u32 i = 0; i < SYSENTER_OWNERS; i++)
        sum += sysenter_owners.handler[i];
    return crc32(crc, &sum, sizeof(sum));
}

static gate_method *const table[] = { sysenter_open, sysenter_close };

const struct wrapper sysenter_wrapper = {
    .system_only = 1,
    .name = "sysenter", .methods = SYSENTER_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .entered = entered, .digest = digest,
};
