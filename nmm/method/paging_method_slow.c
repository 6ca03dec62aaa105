/* SPDX-License-Identifier: MIT */
/*
 * Paging off from another VSAS. CR3 is changed lazily, so it may be that of a
 * task that no longer runs; a task that runs and needs it stops the switch.
 */
#include "paging_method.h"

#include "../../core/api/error.h"
#include "../page/paging.h"
#include "../task/ldt.h"
#include "../task/task.h"
#include "../task/task_state.h"

/* By TR, or by CONTEXT_GATE, perhaps in a hardware task. */
static bool needs_paging(void)
{
    const struct task_entry *task = task_running();

    return (task && task->directory) ||
           (task_current && task_current->directory);
}

static bool is_direct(saddr_t address)
{
    return address < identity.ups_size &&
           entry_is_direct(identity.ups[address >> PAGE_SHIFT]);
}

u32 GATE_METHOD paging_method_look(struct gate_call *call,
                                   struct gate *gate)
{
    const u32 on = call->arg[0];

    (void)gate;
    if (!is_direct(call->caller) || !is_direct(call->esp) ||
        (!on && needs_paging()))
        return (u32)E_PAGING;
    if (!on)
        local_forget();
    task_refresh(on);
    return E_OK;
}

u32 GATE_METHOD paging_method_leave(struct gate_call *call,
                                    struct gate *gate)
{
    (void)call;
    (void)gate;
    if (needs_paging())
        return (u32)E_PAGING;
    paging_leave();
    return 1;
}
