/* SPDX-License-Identifier: MIT */
/* What wrappers see in host tests: modules with images, gates, lines. */
#pragma once

#include "../../core/api/error.h"
#include "../../core/ups/user.h"
#include "../../core/base/graph.h"
#include "../../core/base/layout.h"
#include "../../core/descriptor/descriptor.h"
#include "../../core/descriptor/gdt.h"
#include "../../core/descriptor/tss.h"
#include "../../core/deliver/deliver.h"
#include "../../core/device/pic.h"
#include "../../core/gate/wrapper.h"
#include "../../nmm/task/task.h"

#define MODULES 6
#define BINDINGS (MODULES * 2)          /* two of each */

struct core_tss core_tss;
static u32 gate_handler[CALL_GATES];    /* 0: not present */
static u32 open_lines = 1;

static inline u32 module_of(u32 binding) { return (binding - 1) / 2; }
static inline u32 handle_of(u32 module) { return module + 0x1001; }
static inline u32 base_of(u32 module) { return (module + 1) << 20; }
static inline u32 size_of(u32 module) { return 0x1000 + module * 0x10; }

static inline int is_in(u32 address, u32 module)
{
    return address - base_of(module) < size_of(module);
}

static u32 seed = 1;

static inline u32 random_below(u32 n)
{
    seed = seed * 1664525 + 1013904223;
    return (seed >> 8) % n;
}

/* Its first byte, its last, one behind, none, and any. */
static inline u32 random_handler(u32 module)
{
    const u32 base = base_of(module), size = size_of(module);
    const u32 some[] = { base, base + size - 1, base + size, 0, base - 1,
                         base_of(module ^ 1) };
    const u32 i = random_below(16);

    return i < 6 ? some[i] : base + random_below(size);
}

static inline s32 ask(const struct wrapper *w, u32 method, u32 binding,
                      u32 a, u32 b, u32 c)
{
    struct gate_frame frame = { .arg = { a, b, c } };
    struct gate gate = { .binding = binding,
                         .module = handle_of(module_of(binding)) };

    return (s32)w->table[method](&frame, &gate);
}

const struct graph_node *graph_node_at(saddr_t address)
{
    static struct graph_node node;
    const u32 module = (address >> 20) - 1;

    node.handle = handle_of(module);
    node.base = base_of(module);
    node.size = size_of(module);
    return address >> 20 && is_in(address, module) ? &node : NULL;
}

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
void pic_open(u32 line) { open_lines |= 1u << line; }
void pic_close(u32 line) { open_lines &= ~(1u << line); }
u32 pic_masks(void) { return ~open_lines & 0xffff; }

int deliver(struct trap_frame *frame, saddr_t handler, const u32 *words,
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

int task_own_io_bitmap(u32 owner, u32 selector)
{
    (void)owner, (void)selector;
    return E_HANDLE;
}
