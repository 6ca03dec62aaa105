/* SPDX-License-Identifier: MIT */
/*
 * Interrupt wrapper. A line enters the core first; if it has interrupted
 * ring 1, the core lays an IRET frame on that stack and goes on at the
 * handler, as if the line's gate had led there. From ring 3 that stack is
 * the task's, TSS.esp1, and the first frame is as from there:
 *
 *      interrupted code's stack, or ss esp of it
 *      eflags cs eip           of the interrupted code
 *      eflags cs eip           of the next owner's handler, and so on
 *                      <- esp  eip: the first owner's handler
 *
 * Invariant: an owner with *busy set has no frame laid for it.
 */
#include "interrupt.h"

#include "../api/error.h"
#include "../api/wrapper.h"
#include "../lib/crc32.h"
#include "../deliver/deliver.h"
#include "../base/graph.h"
#include "../base/hard.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../device/pic.h"
#include "../x86/frame.h"
#include "../ups/user.h"
#include "../gate/wrapper.h"

#define OWNERS 16
#define SELECTOR 0xffff         /* the processor pads CS and SS */

static struct owner {
    u32 binding;                /* 0: free */
    u32 client;
    u32 line;
    saddr_t handler;
    saddr_t busy;
    u32 pending;
} owners[OWNERS];

static struct owner *find(u32 binding, u32 line)
{
    for (u32 i = 0; i < OWNERS; i++)
        if (owners[i].binding == binding &&
            (!binding || owners[i].line == line))
            return &owners[i];
    return NULL;
}

static int is_owned(u32 line)
{
    for (u32 i = 0; i < OWNERS; i++)
        if (owners[i].binding && owners[i].line == line)
            return 1;
    return 0;
}

static int is_inside(u32 client, saddr_t first, u32 size)
{
    const struct graph_node *node = graph_node_at(first);

    return node && node->handle == client &&
           size <= node->size - (first - node->base);
}

static u32 GATE_METHOD attach(struct gate_frame *frame, struct gate *gate)
{
    const u32 line = frame->arg[0];
    const saddr_t handler = frame->arg[1], busy = frame->arg[2];

    if (!pic_is_line(line))
        return (u32)E_RANGE;
    if (!is_inside(gate->client, handler, 1) || busy % 4 ||
        !is_inside(gate->client, busy, 4))
        return (u32)E_ADDRESS;
    if (find(gate->binding, line))
        return (u32)E_BUSY;
    struct owner *owner = find(0, 0);
    if (!owner || hard_fails())
        return (u32)E_FULL;
    *owner = (struct owner){
        .binding = gate->binding, .client = gate->client, .line = line,
        .handler = handler, .busy = busy };
    pic_open(line);
    return E_OK;
}

/* The timer's line stays open: the core's own ticks come by it. */
static void release(struct owner *owner)
{
    const u32 line = owner->line;

    *owner = (struct owner){ 0 };
    if (line != PIC_TIMER && !is_owned(line))
        pic_close(line);
}

static u32 GATE_METHOD detach(struct gate_frame *frame, struct gate *gate)
{
    struct owner *owner = find(gate->binding, frame->arg[0]);

    if (!owner)
        return (u32)E_OWNER;
    release(owner);
    return E_OK;
}

void interrupt_raise(u32 line)
{
    for (u32 i = 0; i < OWNERS; i++)
        if (owners[i].binding && owners[i].line == line)
            owners[i].pending = 1;
}

/* What the code that IRET goes back to must have is on its stack; the
 * handler starts with TF, DF and NT clear, as behind a gate. */
static void interrupt(struct trap_frame *f, struct owner *owner)
{
    u32 *busy = user_pointer(owner->busy, 4);
    const u32 words[] = {
        f->eip, f->cs & SELECTOR, f->eflags, f->esp, f->ss & SELECTOR,
    };

    if (!busy || *busy ||
        !deliver(f, owner->handler, words, frame_from_client(f) ? 5 : 3))
        return;
    *busy = 1;
    owner->pending = 0;
}

/* From the last to the first: the frame laid last is served first. */
void interrupt_deliver(struct trap_frame *f)
{
    for (u32 i = OWNERS; i-- > 0;)
        if (owners[i].pending)
            interrupt(f, &owners[i]);
}

static void released(u32 binding)
{
    for (u32 i = 0; i < OWNERS; i++)
        if (owners[i].binding == binding)
            release(&owners[i]);
}

static u32 entered(u32 client)
{
    u32 count = 0;

    for (u32 i = 0; i < OWNERS; i++)
        count += owners[i].binding && owners[i].client == client;
    return count;
}

static u32 digest(u32 crc)
{
    u32 sum = pic_masks();

    for (u32 i = 0; i < OWNERS; i++)
        sum += owners[i].handler;
    return crc32(crc, &sum, sizeof(sum));
}

static gate_method *const table[] = { attach, detach };

const struct wrapper interrupt_wrapper = {
    .system_only = 1,
    .name = "interrupt", .methods = INTERRUPT_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .entered = entered, .digest = digest,
};
