/* SPDX-License-Identifier: MIT */
/*
 * Interrupt wrapper. A line enters the core first; if it has interrupted
 * ring 1, the core lays what IRET takes on that stack and goes on at the
 * handler, as if the line's gate had led there. From ring 3 that stack is
 * the task's, TSS.esp1, and all is as from there:
 *
 *      interrupted code's stack, or ss esp of it
 *      eflags cs eip           of the interrupted code
 *                      <- esp  eip: the owner's handler
 *
 * In between goes the code that asks for one owner after the other
 * (ups/runtime.S): each handler returns to it, and if it dies, it goes on there.
 *
 * Invariant: an owner waits for its turn in this table and nowhere else. A
 * stack that is left takes no interrupt along.
 */
#include "interrupt.h"

#include "../api/error.h"
#include "../api/manifest.h"
#include "../api/wrapper.h"
#include "../lib/crc32.h"
#include "../deliver/deliver.h"
#include "../base/graph.h"
#include "../base/holders.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../device/pic.h"
#include "../x86/trap_state.h"
#include "../ups/runtime.h"
#include "../ups/user.h"
#include "../gate/detour.h"
#include "../gate/wrapper.h"
#include "../../nmm/task/task.h"

#define OWNERS 16
#define SELECTOR 0xffff         /* the processor pads CS and SS */
#define ROOM 1024               /* bytes of a stack, or its owner waits */
#define HANDLER_ROOM 768        /* of those for each handler */

static struct holder list[OWNERS];      /* of lines */
static saddr_t busy_at[OWNERS];         /* where each says that it is */
static u32 pending;                     /* owners that wait, bit by bit */
_Static_assert(OWNERS <= 32, "pending");
static u32 last = OWNERS - 1;           /* that was served */
/* Lines that are closed until their owners have been served: one that stays up
 * would interrupt again before the first instruction of a handler. */
static u32 closed;

/* The timer's line stays open: the core's own ticks come by it. */
static void release(u32 i, const struct holder *old);

static const struct holders holders = { list, OWNERS, release };

static void release(u32 i, const struct holder *old)
{
    pending &= ~(1u << i);
    if (old->what == PIC_TIMER || holders_has(&holders, old->what))
        return;
    pic_close(old->what);
    closed &= ~(1u << old->what);
}

int interrupt_attach(const struct gate *gate, u32 line, saddr_t handler,
                     saddr_t busy)
{
    if (!pic_is_line(line))
        return E_RANGE;
    if (!graph_is_inside(gate->module, handler, 1) || busy % 4 ||
        !graph_is_inside(gate->module, busy, 4))
        return E_ADDRESS;
    if (graph_node_at(handler)->type == MODULE_APPLICATION)
        return E_TYPE;
    if (holders_find(&holders, gate->binding, line) >= 0)
        return E_BUSY;
    const int i = holders_add(&holders, &(struct holder){
        .binding = gate->binding, .module = gate->module, .what = line,
        .handler = handler });
    if (i < 0)
        return i;
    busy_at[i] = busy;
    closed &= ~(1u << line);
    if (line != PIC_TIMER)      /* it is open, or somebody measures */
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

static void reopen(void)
{
    for (u32 line = 0; closed >> line; line++)
        if (closed >> line & 1)
            pic_open(line);
    closed = 0;
}

/* Also if nobody is ready, or nobody asks, for a tick. */
void interrupt_raise(u32 line)
{
    for (u32 i = 0; i < OWNERS; i++)
        if (list[i].binding && list[i].what == line)
            pending |= 1u << i;
    if (line == PIC_TIMER) {
        reopen();
        return;
    }
    pic_close(line);
    closed |= holders_has(&holders, line) << line;
}

static int is_ready(u32 i)
{
    const u32 *busy = pending >> i & 1 ? user_pointer(busy_at[i], 4) : NULL;

    return busy && !*busy;
}

/* Whose turn it is: none is served again before all others that are ready, nor
 * before what was interrupted has gone on. */
static int find_ready(u32 served)
{
    for (u32 n = 1; n <= OWNERS; n++) {
        const u32 i = (last + n) % OWNERS;
        if (!(served >> i & 1) && is_ready(i))
            return (int)i;
    }
    return -1;
}

/* So much of the stack is there: else an owner would
 * die of a stack that is not its own. */
static int has_room(const struct trap_state *f, u32 room)
{
    const saddr_t top = trap_from_client(f) && task_running() ? task_stack()
                                                              : f->esp;

    return user_pointer(top - room, room) != NULL;
}

/* What the code that IRET goes back to must have is on its stack; the
 * handler starts with TF, DF and NT clear, as behind a gate. */
static int lay(struct trap_state *f, saddr_t handler, saddr_t back)
{
    const u32 words[] = {
        back, f->cs & SELECTOR, f->eflags, f->esp, f->ss & SELECTOR,
    };

    return deliver(f, handler, words, trap_from_client(f) ? 5 : 3);
}

/* Whoever dies in a handler may do so in another thread. */
static void note_task(struct round *round)
{
    const struct task_entry *task = task_running();

    if (round->task != ROUND_UNASKED)
        return;
    round->task = task ? task->selector : 0;
    round->stack = task_stack();
}

static void serve_next(struct trap_state *f)
{
    struct round *round = user_pointer(f->esp, sizeof(*round));
    const int i = round ? find_ready(round->served) : -1;

    if (round)
        note_task(round);
    f->eflags &= ~(u32)(EFLAGS_TF | EFLAGS_DF | EFLAGS_NT);  /* a handler's */
    if (i < 0)
        reopen();
    if (i < 0 || !has_room(f, HANDLER_ROOM) ||
        !lay(f, list[i].handler, RUNTIME(runtime_owners_next)))
        return;
    round->recovery.callee = list[i].handler;
    round->served |= 1u << i;
    *(u32 *)user_pointer(busy_at[i], 4) = 1;
    pending &= ~(1u << i);
    last = (u32)i;
}

/* In the code that asks: a line that interrupts it is served when it asks, or with
 * the next interrupt. */
static int is_in_runtime(const struct trap_state *f)
{
    return !trap_from_client(f) && f->eip - RUNTIME(runtime_owners_client) <
           (u32)(runtime_owners_end - runtime_owners_client);
}

/* Whoever holds interrupts off gets none by asking. */
void interrupt_deliver(struct trap_state *f)
{
    if (!(f->eflags & EFLAGS_IF))
        return;
    if (is_in_runtime(f)) {
        if (f->vector == VECTOR_OWNERS)
            serve_next(f);
    } else if (find_ready(0) >= 0 && has_room(f, ROOM)) {
        lay(f, trap_from_client(f) ? RUNTIME(runtime_owners_client)
                                   : RUNTIME(runtime_owners), f->eip);
    }
}

void interrupt_in_core(struct trap_state *trap)
{
    if (pending)
        detour_lead(trap);
}

void interrupt_behind(struct gate_call *call)
{
    if (pending)
        detour_lead_call(call);
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
    const u32 masks = pic_masks() & ~closed;

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
