/* SPDX-License-Identifier: MIT */
/*
 * Call gates among modules: DPL 1 and ring 1 on both sides, so that LCALL
 * pushes CS and EIP and changes nothing else. The handler ends with LRET.
 */
#include "../api/error.h"
#include "../api/wrapper.h"
#include "../descriptor/descriptor.h"
#include "../descriptor/gdt.h"
#include "../base/graph.h"
#include "../base/holders.h"
#include "../base/layout.h"
#include "../gate/wrapper.h"

static struct holder list[CALL_GATES];

static u16 selector_of(u32 index)
{
    return (u16)((CALL_GATE_FIRST + index) * 8 | 1);
}

static void release(u32 i, const struct holder *old)
{
    (void)old;
    gdt_clear(selector_of(i));
}

static const struct holders holders = { list, CALL_GATES, release };

static u32 GATE_METHOD gate_open(struct gate_call *call, struct gate *gate)
{
    const saddr_t handler = call->arg[0];

    if (!graph_is_inside(gate->module, handler, 1))
        return (u32)E_ADDRESS;
    const int i = holders_add(&holders, &(struct holder){
        .binding = gate->binding, .module = gate->module,
        .handler = handler });
    if (i < 0)
        return (u32)i;
    list[i].what = selector_of((u32)i);
    gdt_set_gate(selector_of((u32)i), &(struct gate_target){
        .selector = UPS_CS, .type = GATE_CALL, .dpl = 1, .present = 1,
        .offset = handler });
    return selector_of((u32)i);
}

static u32 GATE_METHOD gate_close(struct gate_call *call, struct gate *gate)
{
    const int i = holders_find(&holders, gate->binding, call->arg[0]);

    if (i < 0)
        return (u32)i;
    holders_free(&holders, (u32)i);
    return E_OK;
}

static void released(u32 binding)
{
    holders_released(&holders, binding);
}

static u32 entered(u32 module)
{
    return holders_entered(&holders, module);
}

static u32 digest(u32 crc)
{
    return holders_digest(&holders, crc);
}

static gate_method *const table[METHODS_OF(call_gate)] = {
    METHOD_AT(call_gate, create) = gate_open,
    METHOD_AT(call_gate, destroy) = gate_close,
};

const struct wrapper gate_wrapper = {
    .system_only = 1,
    .name = "gate", .methods = CALL_GATE_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .entered = entered, .digest = digest,
};
