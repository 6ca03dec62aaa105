/* SPDX-License-Identifier: MIT */
/*
 * Paging off from another VSAS. CR3 is changed lazily, so it may be that of a
 * task that no longer runs; a task that runs and needs it stops the switch.
 */
#include "paging_method.h"

#include "../../core/api/error.h"
#include "../page/paging.h"
#include "../task/task.h"

u32 GATE_METHOD paging_method_leave(struct gate_frame *frame,
                                    struct gate *gate)
{
    const struct task_entry *task = task_running();

    (void)frame;
    (void)gate;
    if (task != NULL && task->directory)
        return (u32)E_PAGING;
    paging_leave();
    return 1;
}
