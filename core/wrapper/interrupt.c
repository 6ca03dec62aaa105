/* SPDX-License-Identifier: MIT */
/*
 * Interrupt wrapper. A line enters the core first; if it has interrupted
 * ring 1, the core lays what IRET takes on that stack and goes on at the
 * handler, as if the line's gate had led there. From ring 3 that stack is
 * the task's, TSS.esp1, and the first is as from there:
 *
 *      interrupted code's stack, or ss esp of it
 *      eflags cs eip           of the interrupted code
 *      eflags cs eip           of the next owner's handler, and so on
 *                      <- esp  eip: the first owner's handler
 *
 * Invariant: an owner with *busy set has nothing laid for it.
 */
#include "interrupt.h"

#include "../api/error.h"
#include "../api/wrapper.h"
#include "../lib/crc32.h"
#include "../deliver/deliver.h"
#include "../base/graph.h"
#include "../base/holders.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../device/pic.h"
#include "../x86/trap_state.h"
#include "../ups/user.h"
#include "../gate/wrapper.h"

#define OWNERS 16
#define SELECTOR 0xffff         /* the processor pads CS and SS */

static struct holder list[OWNERS];      /* of lines */
static struct { saddr_t busy; u32 pending; } owners[OWNERS];

/* The timer's line stays open: the core's own ticks come by it. */
static void release(u32 i, const struct holder *old);

static const struct holders holders = { list, OWNERS, release };

static void release(u32 i, const struct holder *old)
{
    owners[i].pending = 0;
    if (old->what != PIC_TIMER && !holders_has(&holders, old->what))
        pic_close(old->what);
}

int interrupt_attach(const struct gate *gate, u32 line, saddr_t handler,
                     saddr_t busy)
{
    if (!pic_is_line(line))
        return E_RANGE;
    if (!graph_is_inside(gate->module, handler, 1) || busy % 4 ||
        !graph_is_inside(gate->module, busy, 4))
        return E_ADDRESS;
    if (holders_find(&holders, gate->binding, line) >= 0)
        return E_BUSY;
    const int i = holders_add(&holders, &(struct holder){
        .binding = gate->binding, .module = gate->module, .what = line,
        .handler = handler });
    if (i < 0)
        return i;
    owners[i].busy = busy;
    owners[i].pending = 0;
    pic_open(line);
    return E_OK;
}

static u32 GATE_METHOD attach(struct gate_call *call, struct gate *gate)
{
    return (u32)interrupt_attach(gate, call->arg[0], call->arg[1],
                                 call->arg[2]);
}

static u32 GATE_METHOD detach(struct gate_call *call, struct gate *gate)
{
    const int i = holders_find(&holders, gate->binding, call->arg[0]);

    if (i < 0)
        return (u32)i;
    holders_free(&holders, (u32)i);
    return E_OK;
}

void interrupt_raise(u32 line)
{
    for (u32 i = 0; i < OWNERS; i++)
        if (list[i].binding && list[i].what == line)
            owners[i].pending = 1;
}

/* What the code that IRET goes back to must have is on its stack; the
 * handler starts with TF, DF and NT clear, as behind a gate. */
static void interrupt(struct trap_state *f, u32 i)
{
    u32 *busy = user_pointer(owners[i].busy, 4);
    const u32 words[] = {
        f->eip, f->cs & SELECTOR, f->eflags, f->esp, f->ss & SELECTOR,
    };

    if (!busy || *busy ||
        !deliver(f, list[i].handler, words, trap_from_client(f) ? 5 : 3))
        return;
    *busy = 1;
    owners[i].pending = 0;
}

/* From the last to the first: what is laid last is served first. */
void interrupt_deliver(struct trap_state *f)
{
    for (u32 i = OWNERS; i-- > 0;)
        if (owners[i].pending)
            interrupt(f, i);
}

void interrupt_released(u32 binding)
{
    holders_released(&holders, binding);
}

static u32 entered(u32 module)
{
    return holders_entered(&holders, module);
}

static u32 digest(u32 crc)
{
    const u32 masks = pic_masks();

    return holders_digest(&holders, crc32(crc, &masks, sizeof(masks)));
}

static gate_method *const table[METHODS_OF(interrupt)] = {
    METHOD_AT(interrupt, attach) = attach,
    METHOD_AT(interrupt, detach) = detach,
};

const struct wrapper interrupt_wrapper = {
    .system_only = 1,
    .name = "interrupt", .methods = INTERRUPT_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = interrupt_released, .entered = entered, .digest = digest,
};
