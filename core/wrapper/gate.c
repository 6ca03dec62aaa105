/* SPDX-License-Identifier: MIT */
/*
 * Call gates among modules: DPL 1 and ring 1 on both sides, so that LCALL
 * pushes CS and EIP and changes nothing else. The handler ends with LRET.
 */
#include "../api/error.h"
#include "../api/wrapper.h"
#include "../lib/crc32.h"
#include "../descriptor/descriptor.h"
#include "../descriptor/gdt.h"
#include "../base/graph.h"
#include "../base/hard.h"
#include "../base/layout.h"
#include "../gate/wrapper.h"

static struct owner {
    u32 binding;                /* 0: free */
    u32 client;
    saddr_t handler;
} owners[CALL_GATES];

static u16 selector_of(u32 index)
{
    return (u16)((CALL_GATE_FIRST + index) * 8 | 1);
}

static int find_free(void)
{
    for (u32 i = 0; i < CALL_GATES; i++)
        if (!owners[i].binding)
            return (int)i;
    return E_FULL;
}

static u32 GATE_METHOD gate_open(struct gate_frame *frame, struct gate *gate)
{
    const saddr_t handler = frame->arg[0];
    const struct graph_node *node = graph_node_at(handler);
    const int index = find_free();

    if (!node || node->handle != gate->client)
        return (u32)E_ADDRESS;
    if (index < 0 || hard_fails())
        return (u32)E_FULL;
    owners[index] = (struct owner){ gate->binding, gate->client, handler };
    gdt_set_gate(selector_of((u32)index), &(struct gate_target){
        .selector = UPS_CS, .type = GATE_CALL, .dpl = 1, .present = 1,
        .offset = handler });
    return selector_of((u32)index);
}

static void release(u32 index)
{
    gdt_clear(selector_of(index));
    owners[index] = (struct owner){ 0 };
}

static u32 GATE_METHOD gate_close(struct gate_frame *frame, struct gate *gate)
{
    const u32 index = (frame->arg[0] >> 3) - CALL_GATE_FIRST;

    if (index >= CALL_GATES || frame->arg[0] != selector_of(index) ||
        owners[index].binding != gate->binding)
        return (u32)E_OWNER;
    release(index);
    return E_OK;
}

static void released(u32 binding)
{
    for (u32 i = 0; i < CALL_GATES; i++)
        if (owners[i].binding == binding)
            release(i);
}

static u32 entered(u32 client)
{
    u32 count = 0;

    for (u32 i = 0; i < CALL_GATES; i++)
        count += owners[i].binding && owners[i].client == client;
    return count;
}

static u32 digest(u32 crc)
{
    u32 sum = 0;

    for (u32 i = 0; i < CALL_GATES; i++)
        sum += owners[i].handler;
    return crc32(crc, &sum, sizeof(sum));
}

static gate_method *const table[] = { gate_open, gate_close };

const struct wrapper gate_wrapper = {
    .system_only = 1,
    .name = "gate", .methods = CALL_GATE_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .entered = entered, .digest = digest,
};
