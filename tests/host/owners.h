/* SPDX-License-Identifier: MIT */
/* What wrappers see in host tests: modules with images, gates, lines. */
#pragma once

#include "../../core/api/error.h"
#include "../../core/ups/user.h"
#include "../../core/base/layout.h"
#include "../../core/descriptor/descriptor.h"
#include "../../core/descriptor/gdt.h"
#include "../../core/descriptor/tss.h"
#include "../../core/deliver/deliver.h"
#include "../../core/device/pic.h"
#include "../../nmm/task/task.h"

#define MODULE_GROWS 0x10
#define APPLICATION 4u
#include "bound_modules.h"
#include "runtime_owners.h"

#define MODULES 6
#define BINDINGS (MODULES * 2)          /* two of each */

RUNTIME_OWNERS(7, 3, 3, 3);

struct core_tss core_tss;
static u32 gate_handler[CALL_GATES];    /* 0: not present */
static u32 open_lines = 1;

static inline u32 gate_index(u16 selector)
{
    const u32 index = (selector >> 3) - CALL_GATE_FIRST;

    CHECK(index < CALL_GATES && (selector & 7) == 1);
    return index % CALL_GATES;
}

void gdt_clear(u16 selector)
{
    gate_handler[gate_index(selector)] = 0;
}

void gdt_set_gate(u16 selector, const struct gate_target *gate)
{
    CHECK(gate->dpl == 1 && gate->present && gate->type == GATE_CALL &&
          gate->selector == UPS_CS && gate->dwords == 0);
    gate_handler[gate_index(selector)] = gate->offset;
}

int pic_is_line(u32 line) { return line < 16 && line != 2; }
void pic_open(u32 line)
{
    CHECK(line != PIC_TIMER);           /* whoever measures has masked it */
    open_lines |= 1u << line;
}
void pic_close(u32 line) { open_lines &= ~(1u << line); }
u32 pic_masks(void) { return ~open_lines & 0xffff; }

int deliver(struct trap_state *frame, saddr_t handler, const u32 *words,
            u32 count)
{
    (void)frame, (void)handler, (void)words, (void)count;
    return 0;
}

void *user_pointer(saddr_t address, u32 size)
{
    (void)address, (void)size;
    return NULL;
}

saddr_t task_stack(void) { return 0; }
struct task_entry *task_running(void) { return NULL; }

int task_own_io_bitmap(u32 owner, u32 selector)
{
    (void)owner, (void)selector;
    return E_HANDLE;
}
