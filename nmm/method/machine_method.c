/* SPDX-License-Identifier: MIT */
/* The machine dependent methods: who may, and where from. */
#include "machine_method.h"

#include "../../core/api/error.h"
#include "../../core/ups/user.h"
#include "../space/region.h"
#include "../space/space.h"
#include "../task/ldt.h"
#include "../task/segment.h"
#include "../task/task.h"

u32 GATE_METHOD segment_method_create(struct gate_call *call,
                                      struct gate *gate)
{
    struct segment_info *info = user_pointer(call->arg[3], sizeof(*info));

    if (!info)
        return (u32)E_ADDRESS;
    return (u32)segment_create(gate->module, call->arg[0], call->arg[1],
                               call->arg[2], info);
}

static bool is_inside(const struct space *space, saddr_t address)
{
    return spaces[NMM_UPS].linear + address - space->linear < space->map.size;
}

u32 GATE_METHOD segment_method_destroy(struct gate_call *call,
                                       struct gate *gate)
{
    struct space *space = space_find(call->arg[0]);

    if (!space)
        return (u32)E_HANDLE;
    if (space->carrier == 0 || space->owner != gate->module)
        return (u32)E_OWNER;
    if (is_inside(space, call->caller) || is_inside(space, call->esp))
        return (u32)E_BUSY;
    int error = segment_check_destroy(space);
    if (error == E_OK)
        segment_destroy(space);
    return (u32)error;
}

u32 GATE_METHOD ldt_method_create(struct gate_call *call,
                                  struct gate *gate)
{
    return (u32)ldt_create(gate->module, call->arg[0]);
}

/* The caller's table, or the error. */
static int find_ldt(u32 handle, const struct gate *gate, struct ldt **ldt)
{
    *ldt = ldt_find(handle);
    if (!*ldt)
        return E_HANDLE;
    return (*ldt)->owner == gate->module ? E_OK : E_OWNER;
}

u32 GATE_METHOD ldt_method_destroy(struct gate_call *call,
                                   struct gate *gate)
{
    struct ldt *ldt;
    int error = find_ldt(call->arg[0], gate, &ldt);

    if (error == E_OK && ldt->tasks > 0)
        error = E_BUSY;
    if (error == E_OK)
        ldt_destroy(ldt);
    return (u32)error;
}

u32 GATE_METHOD local_method_create(struct gate_call *call,
                                    struct gate *gate)
{
    const struct local_segment *segment =
        user_pointer(call->arg[1], sizeof(*segment));
    struct ldt *ldt;
    int error = find_ldt(call->arg[0], gate, &ldt);

    if (error < 0)
        return (u32)error;
    if (!segment)
        return (u32)E_ADDRESS;
    return (u32)local_create(ldt, segment);
}

u32 GATE_METHOD local_method_destroy(struct gate_call *call,
                                     struct gate *gate)
{
    struct ldt *ldt;
    int error = find_ldt(call->arg[0], gate, &ldt);

    if (error == E_OK)
        error = local_destroy(ldt, call->arg[1]);
    return (u32)error;
}

u32 GATE_METHOD task_method_create(struct gate_call *call,
                                   struct gate *gate)
{
    const struct task *task = user_pointer(call->arg[0], sizeof(*task));

    if (!task)
        return (u32)E_ADDRESS;
    return (u32)task_create(gate->module, task);
}

u32 GATE_METHOD task_method_destroy(struct gate_call *call,
                                    struct gate *gate)
{
    struct task_entry *task = task_find(call->arg[0]);

    if (!task)
        return (u32)E_HANDLE;
    if (task->owner != gate->module)
        return (u32)E_OWNER;
    int error = task_check_destroy(task);
    if (error == E_OK)
        task_destroy(task);
    return (u32)error;
}
