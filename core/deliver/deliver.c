/* SPDX-License-Identifier: MIT */
/* Into a handler of ring 1, as a trap gate would lead there. */
#include "deliver.h"

#include "../base/layout.h"
#include "../x86/regs.h"
#include "../lib/string.h"
#include "../ups/user.h"
#include "../../nmm/task/task.h"

#define SELECTOR 0xffff         /* the processor pads CS and SS */

static saddr_t stack_of(const struct trap_state *f)
{
    if (trap_from_client(f))
        return task_running() ? task_stack() : 0;
    return (f->ss & SELECTOR) == UPS_DS ? f->esp : 0;
}

int deliver(struct trap_state *f, saddr_t handler, const u32 *words,
            u32 count)
{
    const saddr_t top = stack_of(f), esp = top - count * sizeof(u32);
    u32 *to = top > esp ? user_pointer(esp, count * sizeof(u32)) : NULL;

    if (!to)
        return 0;
    memcpy(to, words, count * sizeof(u32));
    f->cs = UPS_CS;
    f->eip = handler;
    f->ss = UPS_DS;
    f->esp = esp;
    f->eflags &= ~(u32)(EFLAGS_TF | EFLAGS_DF | EFLAGS_NT | EFLAGS_RF);
    return 1;
}
