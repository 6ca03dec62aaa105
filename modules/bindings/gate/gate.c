/* SPDX-License-Identifier: MIT */
/*
 * Call gate: the call leaves by LCALL through a descriptor of the binding's
 * own and comes back by LRET. Same ring, same stack: nothing is copied, and
 * the server dies in its caller's thread.
 */
#include "deimos.h"

#include "binding/direct.h"

DEIMOS_RECEPTACLE(server, service, "service");
DEIMOS_RECEPTACLE(gates, call_gate, "gate", .from = "gate");

/* gate.S */
int gate_call(u32 operation, const void *in, u32 in_size,
              void *out, u32 out_size);
void gate_enter(void);
struct far_pointer {
    u32 offset;                 /* a gate's descriptor has the real one */
    u32 selector;               /* 0: not started */
} gate_pointer;
extern const struct service *volatile gate_server
    __attribute__((alias("server")));

static int start(u32 capacity)
{
    (void)capacity;
    if (gate_pointer.selector)
        return E_BUSY;
    const int selector = gates->create(gate_enter);
    if (selector < 0)
        return selector;
    gate_pointer.selector = (u32)selector;
    return 0;
}

static int stop(void)
{
    const u32 selector = gate_pointer.selector;

    gate_pointer.selector = 0;
    return selector ? gates->destroy(selector) : E_UNBOUND;
}

static const struct service service = { .call = gate_call };

static const struct binding binding = {
    .start = start, .stop = stop, .flush = direct_flush,
    .count = direct_count,
};

DEIMOS_MODULE("bind_gate", MODULE_BINDING);
DIRECT_INTERFACES("<moduleName, \"bind_gate\"> <kind, \"gate\">");
