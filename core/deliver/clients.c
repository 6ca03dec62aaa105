/* SPDX-License-Identifier: MIT */
/* Exceptions of ring 3 for the module that created the task. */
#include "clients.h"

#include "../api/error.h"
#include "../api/wrapper.h"
#include "deliver.h"
#include "demux.h"
#include "../base/graph.h"
#include "../base/holders.h"
#include "../x86/flags.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../lib/string.h"
#include "../ups/user.h"
#include "../../nmm/task/task.h"

#define HANDLERS 64
#define SELECTOR 0xffff
#define EXCEPTIONS 32
#define RPL 3
/* Of the flags in a declined trap state. IF is the core's. */
#define DECLINED (EFLAGS_STATUS | EFLAGS_TF | EFLAGS_DF | EFLAGS_AC)

void trap_restart(const struct trap_state *trap) __attribute__((noreturn));

static struct holder list[HANDLERS];            /* a module has one at most */
static const struct holders handlers = { list, HANDLERS, NULL };

static struct holder *find(u32 module)
{
    for (u32 i = 0; i < HANDLERS; i++)
        if (list[i].binding && list[i].module == module)
            return &list[i];
    return NULL;
}

u32 GATE_METHOD clients_attach(struct gate_call *call, struct gate *gate)
{
    const saddr_t handler = call->arg[0];
    struct holder *mine = find(gate->module);
    const struct holder new = {
        .binding = gate->binding, .module = gate->module, .handler = handler,
    };

    if (!handler) {
        if (mine)
            *mine = (struct holder){ 0 };
        return E_OK;
    }
    if (!graph_is_inside(gate->module, handler, 1))
        return (u32)E_ADDRESS;
    if (!mine)
        return holders_add(&handlers, &new) < 0 ? (u32)E_FULL : E_OK;
    *mine = new;
    return E_OK;
}

int clients_deliver(struct trap_state *f)
{
    const struct task_entry *task = task_running();
    const struct holder *h = task ? find(task->owner) : NULL;
    const u32 words[] = {
        f->vector, f->error, f->eip, f->cs & SELECTOR, f->eflags, f->esp,
        f->ss & SELECTOR,
    };

    /* A double fault: the way to ring 1 is what is broken. */
    if (!h || f->vector == VECTOR_DF ||
        !deliver(f, h->handler, words, ARRAY_SIZE(words)))
        return 0;
    f->eflags = flags_ring1;
    return 1;
}

int clients_has_others(u32 module)
{
    for (u32 i = 0; i < HANDLERS; i++)
        if (list[i].binding && list[i].module != module)
            return 1;
    return 0;
}

/* A module's word on what happened: no more than it could do by itself, and
 * only by who has the vector. */
static u32 check(const struct trap_state *f, u32 module)
{
    if (f->vector >= EXCEPTIONS || f->vector == VECTOR_NMI ||
        f->vector == VECTOR_MC)
        return (u32)E_INVALID;
    if (trap_from_client(f) ? !task_running() : (f->cs & RPL) != 1)
        return (u32)E_INVALID;
    return demux_owns(f->vector, module) ? E_OK : (u32)E_OWNER;
}

/* The gate call and all else of this call make room for the trap's. */
u32 GATE_METHOD clients_decline(struct gate_call *call, struct gate *gate)
{
    static struct trap_state f;
    const struct fault *fault = user_pointer(call->arg[0], sizeof(*fault));

    if (!fault)
        return (u32)E_ADDRESS;
    f = (struct trap_state){ .es = UPS_DS, .ds = UPS_DS };
    _Static_assert(sizeof(struct fault) == sizeof(f) - 8,
                   "a fault is a trap state without ES and DS");
    memcpy(&f.edi, fault, sizeof(*fault));
    if (f.eflags & EFLAGS_VM)   /* CS is no selector: as trap.c has it */
        f.cs = f.ss = RPL;
    const u32 error = check(&f, gate->module);
    if (error != E_OK)
        return error;
    f.eflags = (f.eflags & DECLINED) | flags_ring1;
    trap_restart(&f);
}

void clients_released(u32 binding)
{
    holders_released(&handlers, binding);
}

u32 clients_entered(u32 module)
{
    return find(module) != NULL;
}

u32 clients_digest(u32 crc)
{
    return holders_digest(&handlers, crc);
}
