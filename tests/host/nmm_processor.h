/* SPDX-License-Identifier: MIT */
/* The processor's tables for host tests of the NMM: GDT, TSSs, TR. */
#pragma once

#include "../../core/api/graph.h"
#include "../../core/descriptor/descriptor.h"
#include "../../core/descriptor/gdt.h"
#include "../../core/base/graph.h"
#include "../../core/x86/flags.h"
#include "../../core/descriptor/ports.h"
#include "../../core/base/layout.h"
#include "../../core/x86/regs.h"
#include "../../core/descriptor/tss.h"
#include "../../nmm/task/ldt.h"
#include "../../nmm/task/task.h"

static u64 gdt[GDT_ENTRIES];
static struct tss states[TASKS], core_state;
static u16 task_register = CORE_TSS;
static u32 context_is_open;
struct core_tss core_tss;
static struct { u32 n, times; } forgotten;      /* ports of I/O bitmap n */

void gdt_set_segment(u16 selector, const struct segment *segment)
{
    gdt[selector >> 3] = descriptor_segment(segment);
}

void gdt_clear(u16 selector)
{
    gdt[selector >> 3] = 0;
}

u64 gdt_get(u16 selector)
{
    return gdt[selector >> 3];
}

/* The tasks' TSSs lie before the core's, in the order of their slots. */
u16 tss_io_distance(u16 selector, u32 n)
{
    u32 index = selector >> 3;
    u32 before = index - TASK_FIRST < TASKS
                     ? (TASKS - index % TASKS) * TASK_TSS_SIZE : 0;
    u32 distance = before + (u32)offsetof(struct core_tss, bitmaps[n]);

    return distance <= IO_DISTANCE ? (u16)distance : 0;
}

void tss_set_io_bitmap(u16 selector, u32 n)
{
    tss_at(selector)->io_bitmap = tss_io_distance(selector, n);
}

void ports_forget(u32 n)
{
    forgotten.n = n;
    forgotten.times++;
}

void tss_set_task(u32 slot, u16 selector, const struct tss *state, u32 io)
{
    states[slot] = *state;
    tss_set_io_bitmap(selector, io);
    gdt[selector >> 3] = 1;
}

void tss_clear_task(u32 slot, u16 selector)
{
    states[slot] = (struct tss){ 0 };
    gdt[selector >> 3] = 0;
}

void tss_open_context(void)
{
    context_is_open = 1;
}

u16 tss_current(void)
{
    return task_register;
}

struct tss *tss_at(u16 selector)
{
    u32 index = selector >> 3;

    return index - TASK_FIRST < TASKS ? &states[index % TASKS] : &core_state;
}

static struct { u16 ldt; saddr_t stack; u32 bitmap; } context;

void tss_set_context(u16 ldt, saddr_t stack, u32 n)
{
    context.ldt = ldt;
    context.stack = stack;
    context.bitmap = n;
}

void tss_reset(void)
{
    task_register = CORE_TSS;
    tss_set_io_bitmap(CORE_TSS, IO_RING1);
}

u32 flags_ring1 = EFLAGS_FIXED | EFLAGS_IF;

/* Who can be given something: none, until a test says so. */
struct graph graph;

static inline void graph_set(u32 module, u8 state, saddr_t base)
{
    struct graph_node *node = &graph.nodes[HANDLE_INDEX(module)];

    node->handle = module;
    node->state = state;
    node->base = base;
}

/* Module m's image is the 4 KiB from m * 4096 on. */
const struct graph_node *graph_node_at(saddr_t address)
{
    static struct graph_node node;

    node.handle = address >> PAGE_SHIFT;
    return node.handle ? &node : NULL;
}
