/* SPDX-License-Identifier: MIT */
/* What the vector wrapper sees in host tests: modules with images, a table
 * of interrupts, a task that runs, and frames that are declined. */
#pragma once

#include <setjmp.h>

#include "../../core/ups/user.h"
#include "../../core/base/layout.h"
#include "../../core/api/error.h"
#include "../../core/api/wrapper.h"
#include "../../core/descriptor/descriptor.h"
#include "../../core/descriptor/gdt.h"
#include "../../core/descriptor/idt.h"
#include "../../core/x86/regs.h"
#include "../../core/deliver/deliver.h"
#include "../../core/deliver/demux.h"
#include "../../core/wrapper/vector.h"
#include "../../nmm/task/task.h"

#define MODULE_GROWS 0x344
#include "bound_modules.h"

#define EXCEPTIONS 32u
#define DEMUXED 1u                      /* in `idt`; else a handler, or 0 */
#define LAST_FLAGS (EFLAGS_FIXED | EFLAGS_IF)

#define METHOD(method_) METHOD_NUMBER(vector, method_)
enum {
    ATTACH = METHOD(attach), DETACH = METHOD(detach),
    ADDRESS = METHOD(fault_address), ATTACH_CALL = METHOD(attach_call),
    ATTACH_CLIENTS = METHOD(attach_clients), DECLINE = METHOD(decline),
    ATTACH_OPEN = METHOD(attach_open_call),
};

struct demux demux_vectors[DEMUX_VECTORS] = {
    [0 ... DEMUX_VECTORS - 1] = {
        .module = { [0 ... DEMUX_OWNERS - 1] = ~0u } },
};
u32 flags_ring1 = LAST_FLAGS;

static u32 idt[VECTORS], dpl[VECTORS], fault_gate;
static u32 running;                     /* owner of the task; 0: none runs */
static struct { u32 handler, words[8], count; } delivered;
static jmp_buf restart;
static struct trap_state restarted;

static inline s32 ask(u32 method, u32 binding, u32 a, u32 b)
{
    return ask_wrapper(&vector_wrapper, method, binding, a, b, 0);
}

void gdt_clear(u16 selector)
{
    CHECK_EQ(selector, FAULT_GATE);
    fault_gate = 0;
}

void gdt_set_gate(u16 selector, const struct gate_target *gate)
{
    CHECK(selector == FAULT_GATE && gate->dpl == 1 && gate->present &&
          gate->selector == CORE_CS);
    fault_gate = 1;
}

void idt_restore(u32 vector) { idt[vector] = 0; }
void idt_demux(u32 vector) { idt[vector] = DEMUXED; }
void idt_deliver(u32 vector, saddr_t handler) { idt[vector] = handler; }

void idt_deliver_call(u32 vector, saddr_t handler, u8 level)
{
    idt[vector] = handler;
    dpl[vector] = level;
}

const char gate_fault_address[1];

struct task_entry *task_running(void)
{
    static struct task_entry task;

    task.owner = running;
    return running ? &task : NULL;
}

int deliver(struct trap_state *frame, saddr_t handler, const u32 *words,
            u32 count)
{
    (void)frame;
    delivered.handler = handler;
    delivered.count = count;
    for (u32 i = 0; i < count; i++)
        delivered.words[i] = words[i];
    return 1;
}

int demux_owns(u32 vector, u32 client)
{
    return demux_vectors[vector].module[0] == client;
}

static struct fault fault;

void *user_pointer(saddr_t address, u32 size)
{
    return address == 1 && size == sizeof(fault) ? &fault : NULL;
}

void trap_restart(const struct trap_state *frame) __attribute__((noreturn));

void trap_restart(const struct trap_state *frame)
{
    restarted = *frame;
    longjmp(restart, 1);
}

/* A declined frame of that vector, CS and flags: 0 and it goes on, or the
 * error. */
static s32 decline(u32 vector, u32 cs, u32 flags)
{
    fault = (struct fault){ .vector = vector, .cs = cs, .ss = UPS_DS,
                            .eflags = flags, .eip = 0x1234, .ebp = 77 };
    if (setjmp(restart))
        return 0;
    return ask(DECLINE, 1, 1, 0);
}

static s32 expect_decline(u32 vector, u32 cs, u32 flags)
{
    const u32 ring = flags & EFLAGS_VM ? 3 : cs & 3;

    if (vector >= 32 || vector == VECTOR_NMI || vector == VECTOR_MC)
        return E_INVALID;
    if (ring == 3 ? !running : ring != 1)
        return E_INVALID;
    return vector == VECTOR_UD ? E_OK : E_OWNER;
}

/* Module 0 owns #UD. What it says of a fault is believed as far as it could
 * have brought it about: no other ring, and of the flags a few. */
static void test_decline(void)
{
    const u32 believed = EFLAGS_STATUS | EFLAGS_TF | EFLAGS_DF | EFLAGS_AC;

    CHECK_EQ(ask(ATTACH, 1, VECTOR_UD, base_of(0)), E_OK);
    CHECK_EQ(ask(DECLINE, 1, 2, 0), E_ADDRESS);
    for (running = 0; running < 2; running++)
        for (u32 vector = 0; vector < 40; vector++)
            for (u32 cs = 0; cs < 64; cs++)
                for (u32 bit = 0; bit < 22; bit++) {
                    const u32 flags = 1u << bit | EFLAGS_FIXED;
                    const s32 expected = expect_decline(vector, cs, flags);
                    CHECK_EQ(decline(vector, cs, flags), expected);
                    CHECK(expected || restarted.eflags ==
                          ((flags & believed) | LAST_FLAGS));
                    CHECK(expected || (restarted.vector == vector &&
                          restarted.eip == 0x1234 && restarted.ebp == 77));
                }
}
