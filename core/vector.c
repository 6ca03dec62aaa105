/* SPDX-License-Identifier: MIT */
/*
 * Vector wrapper: exceptions, and software interrupts for INT n. One owner a
 * vector. Delivery is the processor's: a trap gate leads straight to the
 * owner's handler.
 */
#include "api/error.h"
#include "api/wrapper.h"
#include "crc32.h"
#include "graph.h"
#include "hard.h"
#include "idt.h"
#include "regs.h"
#include "wrapper.h"
#include "x86.h"

#define EXCEPTIONS 32
#define CALL_FIRST 48           /* after the interrupt request lines */

static struct owner {
    u32 binding;                    /* 0: the core's own */
    u32 client;
    saddr_t handler;
} owners[VECTORS];

/* These tell of a machine or a core at fault: not a module's business. */
static int is_kept(u32 vector)
{
    return vector == VECTOR_NMI || vector == VECTOR_DF || vector == VECTOR_MC;
}

static u32 take(const struct gate_frame *frame, const struct gate *gate,
                void (*deliver)(u32 vector, saddr_t handler))
{
    const u32 vector = frame->arg[0];
    const saddr_t handler = frame->arg[1];
    const struct graph_node *node = graph_node_at(handler);

    if (owners[vector].binding)
        return (u32)E_BUSY;
    if (!node || node->handle != gate->client)
        return (u32)E_ADDRESS;
    if (hard_fails())           /* each vector has room for its owner */
        return (u32)E_FULL;
    owners[vector] = (struct owner){ gate->binding, gate->client, handler };
    deliver(vector, handler);
    return E_OK;
}

static u32 GATE_METHOD attach(struct gate_frame *frame, struct gate *gate)
{
    const u32 vector = frame->arg[0];

    if (vector >= EXCEPTIONS || is_kept(vector))
        return (u32)E_RANGE;
    return take(frame, gate, idt_deliver);
}

static u32 GATE_METHOD attach_call(struct gate_frame *frame,
                                   struct gate *gate)
{
    const u32 vector = frame->arg[0];

    if (vector < CALL_FIRST || vector >= VECTORS)
        return (u32)E_RANGE;
    return take(frame, gate, idt_deliver_call);
}

static void release(u32 vector)
{
    idt_restore(vector);
    owners[vector] = (struct owner){ 0 };
}

static u32 GATE_METHOD detach(struct gate_frame *frame, struct gate *gate)
{
    const u32 vector = frame->arg[0];

    if (vector >= VECTORS || owners[vector].binding != gate->binding)
        return (u32)E_OWNER;
    release(vector);
    return E_OK;
}

/* MEASURED PATH: part of every page fault that ring 1 handles. */
static u32 GATE_METHOD fault_address(struct gate_frame *frame,
                                     struct gate *gate)
{
    (void)frame;
    (void)gate;
    return x86_read_cr2();
}

static void released(u32 binding)
{
    for (u32 vector = 0; vector < VECTORS; vector++)
        if (owners[vector].binding == binding)
            release(vector);
}

static u32 entered(u32 client)
{
    u32 count = 0;
    for (u32 vector = 0; vector < VECTORS; vector++)
        count += owners[vector].binding && owners[vector].client == client;
    return count;
}

static u32 digest(u32 crc)
{
    for (u32 vector = 0; vector < VECTORS; vector++)
        crc = crc32(crc, &owners[vector].handler, sizeof(saddr_t));
    return crc;
}

static gate_method *const table[] = {
    attach, detach, fault_address, attach_call,
};

const struct wrapper vector_wrapper = {
    .system_only = 1,
    .name = "vector", .methods = VECTOR_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .entered = entered, .digest = digest,
};
