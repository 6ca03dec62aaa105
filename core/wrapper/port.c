/* SPDX-License-Identifier: MIT */
/* Port I/O wrapper: which ports ring 1 reaches, and which the ring 3 of a
 * task (descriptor/io_bitmap.h). */
#include "../api/error.h"
#include "../api/wrapper.h"
#include "../descriptor/io_bitmap.h"
#include "../descriptor/ports.h"
#include "../gate/wrapper.h"
#include "../../nmm/task/task.h"

static u32 GATE_METHOD port_open(struct gate_call *call, struct gate *gate)
{
    const int i = ports_take(gate->binding, call->arg[0], call->arg[1]);

    if (i < 0)
        return (u32)i;
    ports_open((u32)i, IO_RING1);
    return E_OK;
}

static u32 GATE_METHOD port_open_task(struct gate_call *call,
                                      struct gate *gate)
{
    const int i = ports_take(gate->binding, call->arg[1], call->arg[2]);

    if (i < 0)
        return (u32)i;
    const int n = task_own_io_bitmap(gate->module, call->arg[0]);
    if (n < 0) {
        ports_drop((u32)i);
        return (u32)n;
    }
    ports_open((u32)i, (u32)n);
    return E_OK;
}

static u32 GATE_METHOD port_close(struct gate_call *call, struct gate *gate)
{
    return (u32)ports_close(gate->binding, call->arg[0], call->arg[1]);
}

static u32 digest(u32 crc)
{
    return ports_digest(io_bitmap_digest(crc));
}

static gate_method *const table[METHODS_OF(port)] = {
    METHOD_AT(port, open) = port_open,
    METHOD_AT(port, close) = port_close,
    METHOD_AT(port, open_task) = port_open_task,
};

const struct wrapper port_wrapper = {
    .name = "port", .methods = PORT_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = ports_released, .digest = digest,
};
