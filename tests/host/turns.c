/* SPDX-License-Identifier: MIT */
/* sources: core/deliver/deliver.c core/base/holders.c core/lib/crc32.c */
/*
 * Owners of lines, served one after the other, on a machine that has nothing
 * but them: the handlers, the code of runtime.S, an instruction at a time, and a
 * line that rises between any two. They are served as often as they are ready,
 * never within themselves, and whoever leaves the stack takes no turn of others
 * along.
 */
#include "../../core/wrapper/interrupt.c"

#include <string.h>

#include "../../core/api/suspended.h"
#include "../../nmm/task/task.h"
#include "check.h"
#define MODULE_GROWS 0
#include "bound_modules.h"
#include "runtime_owners.h"

#define MEMORY 0x8000u                  /* bytes of the stacks */
#define STACKS 0x10000u
#define TOP (STACKS + MEMORY - 64)      /* of ring 1's; and TSS.esp1 */
#define CODE 0x2000000u                 /* that is interrupted, in modules */
#define CLIENT_CODE RUNTIME(runtime_owners_next)        /* hostile */
#define CLIENT_CS 0x0f
#define PRIME 7                         /* what EBP is there */
#define LINE 5
#define STEPS 20000
#define FAIR 12                         /* none is served so much less often */

RUNTIME_OWNERS(2, 4, 2, 1);

enum { CLIENT, CLIENT_LINK, RING1, RING1_LINK, SAVE, LINK_RECORD, NEXT, SERVED,
       DIED };

static u32 stacks[MEMORY / 4], busy[OWNERS];
static struct trap_state f;
static u32 led;                         /* calls of the core, by the detour */
static u32 count, is_client;
static struct { u32 binding, is_raised, served, inside; } owner[OWNERS];
static u32 lowest, head, is_open;

void detour_lead(struct trap_state *trap) { led += trap == &f; }
void detour_lead_call(struct gate_call *call) { led += !call; }

int pic_is_line(u32 line) { return line == LINE; }
void pic_open(u32 line) { is_open |= 1u << line; }
void pic_close(u32 line) { is_open &= ~(1u << line); }
u32 pic_masks(void) { return ~is_open; }
u32 hard_fails(void) { return 0; }
saddr_t task_stack(void) { return TOP; }

struct task_entry *task_running(void)
{
    static struct task_entry task;

    return is_client ? &task : NULL;
}

/* Of each module: the handler, and the word behind it. */
static u32 handler_of(u32 i) { return base_of(i); }
static u32 busy_of(u32 i) { return base_of(i) + 16; }

void *user_pointer(saddr_t address, u32 size)
{
    const struct graph_node *node;

    if (address >= STACKS && address + size <= STACKS + MEMORY)
        return (u8 *)stacks + (address - STACKS);
    node = graph_node_at(address);
    return node ? &busy[node->handle - handle_of(0)] : NULL;
}

static void push(u32 word)
{
    f.esp -= 4;
    memcpy(user_pointer(f.esp, 4), &word, 4);
}

static u32 pop(void)
{
    u32 word;

    memcpy(&word, user_pointer(f.esp, 4), 4);
    f.esp += 4;
    return word;
}

static void be_outside(void)
{
    is_client = random_below(2);
    f = (struct trap_state){
        .eip = is_client ? CLIENT_CODE : CODE, .ebp = PRIME,
        .cs = is_client ? CLIENT_CS : UPS_CS, .esp = is_client ? 0x44 : TOP,
        .ss = is_client ? 0x17 : UPS_DS, .eflags = EFLAGS_FIXED | EFLAGS_IF };
}

static int is_outside(void)
{
    return f.cs == CLIENT_CS || f.eip == CODE;
}

static void attach_owner(u32 i)
{
    static u32 last_binding;

    owner[i].binding = ++last_binding;
    owner[i].is_raised = owner[i].inside = busy[i] = 0;
    const struct gate gate = { .binding = owner[i].binding,
                               .module = handle_of(i) };
    CHECK_EQ(interrupt_attach(&gate, LINE, handler_of(i), busy_of(i)), E_OK);
}

/* At most one goes on in its handler. */
static void let_in(void)
{
    u32 entered = 0;

    interrupt_deliver(&f);
    for (u32 i = 0; i < count; i++) {
        if (!busy[i] || owner[i].inside)
            continue;
        CHECK(owner[i].is_raised && f.eip == handler_of(i));
        owner[i].is_raised = 0;
        owner[i].inside = 1;
        owner[i].served++;
        entered++;
    }
    CHECK(entered <= 1);
}

/* A line that is closed does not; a tick opens it. */
static void rise(void)
{
    if (!(is_open >> LINE & 1)) {
        interrupt_raise(PIC_TIMER);
        CHECK(is_open >> LINE & 1);
        let_in();
        return;
    }
    interrupt_raise(LINE);
    CHECK(!(is_open >> LINE & 1));
    for (u32 i = 0; i < count; i++)
        owner[i].is_raised = 1;
    let_in();
}

static void iret(void)
{
    f.eip = pop();
    f.cs = pop();
    f.eflags = pop();
    if (f.cs != CLIENT_CS)
        return;
    f.esp = pop();                      /* TSS.esp1 is empty again */
    f.ss = 0x17;
}

/* Each EBP leads to what was interrupted. */
static void save(void)
{
    const u32 record = f.esp - 48 - 4 - 32;

    for (u32 i = 0; i < 12; i++)
        push(0x77);
    push(0);
    push(0);
    push(RUNTIME(runtime_owner_died));
    for (u32 i = 0; i < 3; i++)
        push(0x77);
    push(f.ebp);
    push(record);
    push(head);
    CHECK_EQ(f.esp, record);
}

static void go_back(void)
{
    head = pop();
    f.esp += 28 + 4 + 48;
    f.ebp = pop();
    iret();
}

static void step_runtime(void)
{
    switch (f.eip - RUNTIME(runtime_owners_client)) {
    case CLIENT: case RING1: push(f.ebp); f.eip++; return;
    case CLIENT_LINK:
        f.ebp = f.esp + 24 + ENTERED_LINK;
        f.eip = RUNTIME(runtime_owners_client) + SAVE;
        return;
    case RING1_LINK: f.ebp = f.esp; f.eip++; return;
    case SAVE: save(); f.eip++; return;
    case LINK_RECORD: head = f.esp; f.eip++; return;
    case NEXT:
        f.eip++;
        f.vector = VECTOR_OWNERS;
        let_in();
        f.vector = VECTOR_IRQ + LINE;
        return;
    case SERVED: go_back(); return;
    case DIED: head = f.esp; f.eip = RUNTIME(runtime_owners_next); return;
    }
    CHECK(!"code of runtime.S");
}

/* The core leads to its recovery point, and no other owner is touched. */
static void die(u32 i)
{
    struct recovery r;

    memcpy(&r, user_pointer(head, sizeof(r)), sizeof(r));
    CHECK_EQ(r.callee, handler_of(i));
    CHECK_EQ(r.esp, head);
    interrupt_released(owner[i].binding);
    attach_owner(i);
    head = r.previous;
    f.eip = r.eip;
    f.esp = r.esp;
    f.ebp = r.ebp;
}

static void step_handler(u32 i)
{
    switch (f.eip - handler_of(i)) {
    case 0:
        CHECK(busy[i] == 1 && owner[i].inside);
        if (random_below(16) == 0)
            die(i);
        else
            f.eip++;
        return;
    default:
        owner[i].inside = busy[i] = 0;
        iret();
    }
}

static void step(void)
{
    if (f.esp >= STACKS && f.esp < lowest)
        lowest = f.esp;
    if (is_outside())
        return;
    if (f.eip - RUNTIME_BASE < 0x1000)
        step_runtime();
    else
        step_handler(graph_node_at(f.eip)->handle - handle_of(0));
}

/* Until nobody is ready: each has had what it was raised for. */
static void drain(void)
{
    for (u32 i = 0; i < 4 * OWNERS; i++) {
        while (!is_outside())
            step();
        CHECK_EQ(f.ebp, PRIME);
        CHECK_EQ(f.esp, is_client ? 0x44 : TOP);
        let_in();
    }
    for (u32 i = 0; i < count; i++)
        CHECK(!owner[i].is_raised && !busy[i]);
    CHECK(is_open >> LINE & 1);
}

/* A line rises once in so many instructions, or with each. */
static void run(u32 owners, u32 once_in)
{
    u32 most = 0;

    count = owners;
    lowest = TOP;
    memset(owner, 0, sizeof(owner));
    for (u32 i = 0; i < count; i++)
        attach_owner(i);
    be_outside();
    for (u32 i = 0; i < STEPS; i++) {
        if (is_outside())
            be_outside();
        if (!random_below(once_in))
            rise();
        step();
        if (i % 1024 == 0)
            drain();
    }
    drain();
    for (u32 i = 0; i < count; i++)
        if (owner[i].served > most)
            most = owner[i].served;
    for (u32 i = 0; i < count; i++) {
        CHECK(owner[i].served * FAIR > most);
        interrupt_released(owner[i].binding);
    }
    CHECK(TOP - lowest <= (owners + 1) * 128);
    CHECK_EQ(head, 0);
}

/* Whoever holds interrupts off gets none. */
static void test_off(void)
{
    for (u32 flag = 0; flag < 2; flag++) {
        count = 2;
        attach_owner(0);
        attach_owner(1);
        is_client = 0;
        f = (struct trap_state){ .eip = CODE, .cs = UPS_CS, .ss = UPS_DS,
            .esp = TOP, .eflags = EFLAGS_FIXED | (flag ? EFLAGS_IF : 0) };
        rise();
        CHECK_EQ(f.eip, flag ? RUNTIME(runtime_owners) : CODE);
        interrupt_released(owner[0].binding);
        interrupt_released(owner[1].binding);
    }
}

static u32 digest_now(void) { return interrupt_wrapper.digest(0); }

/* A tick opens a line that was closed for its owners, and no other: not one that
 * has lost them meanwhile, nor one that nobody had. */
static void test_closed(void)
{
    const u32 before = digest_now();

    interrupt_raise(LINE);
    interrupt_raise(PIC_TIMER);
    CHECK(!(is_open >> LINE & 1));
    attach_owner(0);
    const u32 owned = digest_now();
    interrupt_raise(LINE);
    CHECK_EQ(digest_now(), owned);
    interrupt_raise(PIC_TIMER);
    CHECK(is_open >> LINE & 1);
    CHECK_EQ(digest_now(), owned);
    interrupt_raise(LINE);
    interrupt_released(owner[0].binding);
    interrupt_raise(PIC_TIMER);
    CHECK(!(is_open >> LINE & 1));
    CHECK_EQ(digest_now(), before);
}

/* A stack that is nearly full takes no owner: it would die of it. */
static void test_room(void)
{
    attach_owner(0);
    interrupt_raise(LINE);
    for (u32 i = 0; i < 4; i++) {
        const u32 room = i & 1 ? ROOM : ROOM - 4;
        is_client = i >> 1;
        f = (struct trap_state){ .eip = CODE, .cs = UPS_CS, .ss = UPS_DS,
            .esp = STACKS + room, .eflags = EFLAGS_FIXED | EFLAGS_IF };
        interrupt_deliver(&f);
        CHECK_EQ(f.eip, i & 1 ? RUNTIME(runtime_owners) : CODE);
        f.eip = RUNTIME(runtime_owners_next);
        f.vector = VECTOR_OWNERS;
        f.esp = STACKS + HANDLER_ROOM - 4;
        interrupt_deliver(&f);
        CHECK_EQ(f.eip, RUNTIME(runtime_owners_next));
    }
    interrupt_released(owner[0].binding);
}

/* What a handler has left of the flags is not taken back to what was interrupted:
 * a step, or a task switch of IRET. */
static void test_flags(void)
{
    for (u32 i = 0; i < 2; i++) {
        attach_owner(0);
        is_client = 0;
        f = (struct trap_state){ .eip = RUNTIME(runtime_owners_next),
            .cs = UPS_CS, .ss = UPS_DS, .esp = TOP - sizeof(struct round),
            .vector = VECTOR_OWNERS, .eflags = 0x257fd7 };
        memset(user_pointer(f.esp, sizeof(struct round)), 0,
               sizeof(struct round));
        if (i)
            interrupt_raise(LINE);
        interrupt_deliver(&f);
        CHECK_EQ(f.eip == handler_of(0), i);
        CHECK(!(f.eflags & (EFLAGS_TF | EFLAGS_DF | EFLAGS_NT)));
        CHECK(!i || !(stacks[(f.esp - STACKS) / 4 + 2] & EFLAGS_NT));
        interrupt_released(owner[0].binding);
    }
}

/* No stack is left for the handler: its owner's turn is still to come. */
static void test_full(void)
{
    attach_owner(0);
    is_client = 0;
    f = (struct trap_state){ .eip = RUNTIME(runtime_owners_next),
        .cs = UPS_CS, .ss = UPS_DS, .esp = STACKS, .vector = VECTOR_OWNERS,
        .eflags = EFLAGS_FIXED | EFLAGS_IF };
    memset(stacks, 0, sizeof(struct round));
    interrupt_raise(LINE);
    interrupt_deliver(&f);
    CHECK(f.eip == RUNTIME(runtime_owners_next) && !busy[0]);
    f.esp = TOP - sizeof(struct round);
    memset(user_pointer(f.esp, sizeof(struct round)), 0, sizeof(struct round));
    interrupt_deliver(&f);
    CHECK(f.eip == handler_of(0) && busy[0]);
    interrupt_released(owner[0].binding);
}

static u32 count_led(void)
{
    led = 0;
    interrupt_in_core(&f);
    interrupt_behind(NULL);
    return led;
}

/* A call of the core goes back by the detour while an owner waits. */
static void test_detour(void)
{
    CHECK_EQ(count_led(), 0);
    attach_owner(0);
    CHECK_EQ(count_led(), 0);
    interrupt_raise(LINE);
    CHECK_EQ(count_led(), 2);
    interrupt_released(owner[0].binding);
    CHECK_EQ(count_led(), 0);
}

int main(void)
{
    static const u32 paces[] = { 1, 2, 3, 10, 100 };

    for (u32 owners = 1; owners <= OWNERS; owners++)
        for (u32 i = 0; i < ARRAY_SIZE(paces); i++)
            run(owners, paces[i]);
    test_off();
    test_closed();
    test_room();
    test_flags();
    test_full();
    test_detour();
    return check_done();
}
