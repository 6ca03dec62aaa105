/* SPDX-License-Identifier: MIT */
/* The methods of the interface "carried": the carrier is whose gate it is. */
#include "carried.h"

#include "../api/carrier.h"

#define CALL struct gate_call *call, struct gate *gate

static u32 GATE_METHOD enter(CALL)
{
    const struct carried *module =
        core->user_pointer(call->arg[0], sizeof(*module));

    reason_clear();
    if (!module)
        return (u32)refuse(E_ADDRESS, "0x%x is no struct carried of the "
                           "caller's", call->arg[0]);
    return (u32)carried_enter(gate->module, module);
}

static u32 GATE_METHOD died(CALL)
{
    reason_clear();
    return (u32)carried_died(gate->module, call->arg[0]);
}

static u32 GATE_METHOD leave(CALL)
{
    const saddr_t ebp = EBP_OF_CALLER;

    reason_clear();
    return (u32)carried_leave(gate->module, call->arg[0], call->caller, ebp);
}

static u32 GATE_METHOD release(CALL)
{
    const saddr_t ebp = EBP_OF_CALLER;

    reason_clear();
    core->asked(call->caller, ebp, call->esp);
    const int error = carried_release(gate->module, call->arg[0], call->esp);
    core->answered();
    return (u32)error;
}

gate_method *const carried_methods[METHODS_OF(carried_modules)] = {
    METHOD_AT(carried_modules, enter) = enter,
    METHOD_AT(carried_modules, died) = died,
    METHOD_AT(carried_modules, leave) = leave,
    METHOD_AT(carried_modules, release) = release,
};
const u32 carried_method_count = ARRAY_SIZE(carried_methods);
