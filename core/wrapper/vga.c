/* SPDX-License-Identifier: MIT */
/*
 * Device access wrapper: a device's memory as a descriptor of DPL 1. VGA
 * text memory is the case. One descriptor a binding, gone with it.
 */
#include "../api/error.h"
#include "../api/wrapper.h"
#include "../lib/crc32.h"
#include "../descriptor/descriptor.h"
#include "../descriptor/gdt.h"
#include "../base/hard.h"
#include "../base/layout.h"
#include "../gate/wrapper.h"
#include "../../nmm/page/paging.h"
#include "../../nmm/task/task_state.h"
#include "../x86/x86.h"

#define RPL 3

static u32 owners[DEVICES];             /* bindings; 0: free */

static u16 selector_of(u32 index)
{
    return (u16)((DEVICE_FIRST + index) * 8 | 1);
}

static int find(u32 binding)
{
    for (u32 i = 0; i < DEVICES; i++)
        if (owners[i] == binding)
            return (int)i;
    return E_FULL;
}

static u32 GATE_METHOD vga_open(struct gate_frame *frame, struct gate *gate)
{
    int index = find(gate->binding);

    (void)frame;
    if (index < 0)
        index = hard_fails() ? E_FULL : find(0);
    if (index < 0)
        return (u32)index;
    owners[index] = gate->binding;
    gdt_set_segment(selector_of((u32)index), &(struct segment){
        .base = VGA_TEXT, .size = VGA_TEXT_SIZE,
        .type = SEGMENT_DATA_RW, .dpl = 1, .present = 1 });
    return selector_of((u32)index);
}

/* Registers keep what they have cached. DS and ES are the core's here, and
 * each way out of it loads them. */
static void forget(u16 selector)
{
    if ((x86_fs() | RPL) == (selector | RPL))
        x86_load_fs(0);
    if ((x86_gs() | RPL) == (selector | RPL))
        x86_load_gs(THREAD_DS);
}

static void released(u32 binding)
{
    const int index = find(binding);

    if (index < 0)
        return;
    owners[index] = 0;
    gdt_clear(selector_of((u32)index));
    task_refresh(paging_state);
    forget(selector_of((u32)index));
}

static u32 digest(u32 crc)
{
    u32 open = 0;

    for (u32 i = 0; i < DEVICES; i++)
        open += owners[i] != 0;
    return crc32(crc, &open, sizeof(open));
}

static gate_method *const table[] = { vga_open };

const struct wrapper vga_wrapper = {
    .name = "vga", .methods = VGA_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .digest = digest,
};
