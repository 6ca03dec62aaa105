/* SPDX-License-Identifier: MIT */
/*
 * Vector wrapper: who owns an exception, and software interrupts for INT n.
 *
 * Invariant: an IDT entry is the core's while its vector has no owner, a trap
 * gate to the handler while it has one, and leads to the demultiplexer while
 * an exception has several, or vector 14 one beside other modules' clients.
 * FAULT_GATE is there while vector 14 has an owner.
 */
#include "../api/error.h"
#include "../api/wrapper.h"
#include "../deliver/clients.h"
#include "../lib/crc32.h"
#include "../deliver/deliver.h"
#include "../deliver/demux.h"
#include "../descriptor/descriptor.h"
#include "../descriptor/gdt.h"
#include "../base/graph.h"
#include "../base/hard.h"
#include "../base/holders.h"
#include "../descriptor/idt.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "vector.h"
#include "../gate/wrapper.h"
#include "../x86/x86.h"
#include "../../nmm/task/task.h"

#define EXCEPTIONS DEMUX_VECTORS
#define CALL_FIRST 48           /* after the interrupt request lines */
#define NOBODY ~0u              /* demux.c */
#define INT_SIZE 2              /* bytes of INT n */
#define ERROR_KIND 7            /* of an error code: what its index is of */
#define ERROR_IDT 2

extern const char gate_fault_address[];         /* demux.S */

static u32 exceptions[EXCEPTIONS][DEMUX_OWNERS];  /* bindings, by slot */

static struct holder calls[VECTORS];            /* of INT n, by vector */

static u32 owned;               /* how many of both there are */

/* These tell of a machine or a core at fault: not a module's business. */
static int is_kept(u32 vector)
{
    return vector == VECTOR_NMI || vector == VECTOR_DF || vector == VECTOR_MC;
}

static u32 count_owners(u32 vector)
{
    u32 n = 0;

    while (n < DEMUX_OWNERS && exceptions[vector][n])
        n++;
    return n;
}

static void set_fault_gate(u32 present)
{
    gdt_clear(FAULT_GATE);
    if (present)
        gdt_set_gate(FAULT_GATE, &(struct gate_target){
            .selector = CORE_CS, .type = GATE_CALL, .dpl = 1, .present = 1,
            .offset = (u32)gate_fault_address });
}

/* A page-fault handler takes what lies on the ring-1 stack for its own client:
 * it never gets another module's. */
static int is_told_apart(u32 vector, u32 owners)
{
    return owners > 1 ||
           (owners && vector == VECTOR_PF &&
            clients_has_others(demux_vectors[vector].module[0]));
}

/* Lead the vector to the owners that it has now. */
static void route(u32 vector)
{
    const u32 owners = count_owners(vector);

    if (is_told_apart(vector, owners))
        idt_demux(vector);
    else if (owners)
        idt_deliver(vector, demux_vectors[vector].handler[0]);
    else
        idt_restore(vector);
    if (vector == VECTOR_PF)
        set_fault_gate(owners);
}

static void set_owner(u32 vector, u32 i, u32 binding,
                      const struct graph_node *node, saddr_t handler)
{
    struct demux *d = &demux_vectors[vector];

    exceptions[vector][i] = binding;
    d->module[i] = node ? node->handle : NOBODY;
    d->handler[i] = handler;
    d->base[i] = node ? node->base : 0;
    d->size[i] = node ? node->size : 0;
}

static u32 GATE_METHOD attach(struct gate_call *call, struct gate *gate)
{
    const u32 vector = call->arg[0];
    const saddr_t handler = call->arg[1];
    const struct graph_node *node = graph_node_at(handler);

    if (vector >= EXCEPTIONS || is_kept(vector))
        return (u32)E_RANGE;
    const u32 owners = count_owners(vector);
    for (u32 i = 0; i < owners; i++)
        if (demux_vectors[vector].module[i] == gate->module)
            return (u32)E_BUSY;
    if (!node || node->handle != gate->module)
        return (u32)E_ADDRESS;
    if (owners == DEMUX_OWNERS || hard_fails())
        return (u32)E_FULL;
    set_owner(vector, owners, gate->binding, node, handler);
    owned++;
    route(vector);
    return E_OK;
}

static u32 lead_call(const struct gate_call *call, const struct gate *gate,
                     u8 dpl)
{
    const u32 vector = call->arg[0];
    const saddr_t handler = call->arg[1];
    if (vector < CALL_FIRST || vector >= VECTORS)
        return (u32)E_RANGE;
    if (calls[vector].binding)
        return (u32)E_BUSY;
    if (!graph_is_inside(gate->module, handler, 1))
        return (u32)E_ADDRESS;
    if (hard_fails())           /* each vector has room for its owner */
        return (u32)E_FULL;
    owned++;
    calls[vector] = (struct holder){
        gate->binding, gate->module, vector, handler };
    idt_deliver_call(vector, handler, dpl);
    return E_OK;
}

static u32 GATE_METHOD attach_call(struct gate_call *call,
                                   struct gate *gate)
{
    return lead_call(call, gate, 1);
}

static u32 GATE_METHOD attach_open_call(struct gate_call *call,
                                        struct gate *gate)
{
    return lead_call(call, gate, 3);
}

int vector_deliver_call(struct trap_state *f)
{
    const u32 n = f->error >> 3;

    if ((f->error & ERROR_KIND) != ERROR_IDT ||
        n >= VECTORS || !calls[n].binding)
        return 0;
    const struct task_entry *task = task_running();
    const u32 words[] = {
        f->eip + INT_SIZE, f->cs & 0xffff, f->eflags, f->esp, f->ss & 0xffff,
    };
    if (!task || calls[n].module != task->owner)
        return 0;
    return deliver(f, calls[n].handler, words, ARRAY_SIZE(words));
}

/* The owners behind it move up. */
static void release(u32 vector, u32 i)
{
    struct demux *d = &demux_vectors[vector];

    for (; i + 1 < DEMUX_OWNERS; i++) {
        exceptions[vector][i] = exceptions[vector][i + 1];
        d->module[i] = d->module[i + 1];
        d->handler[i] = d->handler[i + 1];
        d->base[i] = d->base[i + 1];
        d->size[i] = d->size[i + 1];
    }
    set_owner(vector, i, 0, NULL, 0);
    owned--;
    route(vector);
}

static u32 release_exception(u32 vector, u32 binding)
{
    for (u32 i = 0; i < DEMUX_OWNERS; i++)
        if (exceptions[vector][i] == binding) {
            release(vector, i);
            return E_OK;
        }
    return (u32)E_OWNER;
}

static u32 release_call(u32 vector, u32 binding)
{
    if (calls[vector].binding != binding)
        return (u32)E_OWNER;
    idt_restore(vector);
    owned--;
    calls[vector] = (struct holder){ 0 };
    return E_OK;
}

static u32 GATE_METHOD detach(struct gate_call *call, struct gate *gate)
{
    const u32 vector = call->arg[0];

    if (vector >= VECTORS)
        return (u32)E_OWNER;
    return vector < EXCEPTIONS ? release_exception(vector, gate->binding)
                               : release_call(vector, gate->binding);
}

/* MEASURED PATH: part of every page fault that ring 1 handles. */
static u32 GATE_METHOD fault_address(struct gate_call *call,
                                     struct gate *gate)
{
    (void)call;
    (void)gate;
    return x86_read_cr2();
}

static u32 GATE_METHOD attach_clients(struct gate_call *call,
                                      struct gate *gate)
{
    const u32 result = clients_attach(call, gate);

    route(VECTOR_PF);
    return result;
}

static void released(u32 binding)
{
    for (u32 vector = 0; owned && vector < EXCEPTIONS; vector++)
        release_exception(vector, binding);
    for (u32 vector = CALL_FIRST; owned && vector < VECTORS; vector++)
        release_call(vector, binding);
    clients_released(binding);
    route(VECTOR_PF);
}

static u32 entered(u32 module)
{
    u32 count = clients_entered(module);

    for (u32 vector = 0; owned && vector < EXCEPTIONS; vector++)
        for (u32 i = 0; i < DEMUX_OWNERS; i++)
            count += demux_vectors[vector].module[i] == module;
    for (u32 vector = CALL_FIRST; owned && vector < VECTORS; vector++)
        count += calls[vector].binding && calls[vector].module == module;
    return count;
}

static u32 digest(u32 crc)
{
    for (u32 vector = 0; vector < EXCEPTIONS; vector++)
        crc = crc32(crc, demux_vectors[vector].handler,
                    sizeof(demux_vectors[vector].handler));
    for (u32 vector = CALL_FIRST; vector < VECTORS; vector++)
        crc = crc32(crc, &calls[vector].handler, sizeof(saddr_t));
    return clients_digest(crc);
}

static gate_method *const table[METHODS_OF(vector)] = {
    METHOD_AT(vector, attach) = attach,
    METHOD_AT(vector, detach) = detach,
    METHOD_AT(vector, fault_address) = fault_address,
    METHOD_AT(vector, attach_call) = attach_call,
    METHOD_AT(vector, attach_clients) = attach_clients,
    METHOD_AT(vector, decline) = clients_decline,
    METHOD_AT(vector, attach_open_call) = attach_open_call,
};

const struct wrapper vector_wrapper = {
    .system_only = 1,
    .name = "vector", .methods = VECTOR_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .entered = entered, .digest = digest,
};
