/* SPDX-License-Identifier: MIT */
/*
 * Device access wrapper: a device's memory as a descriptor of DPL 1. VGA
 * text memory is the case. One descriptor a binding, gone with it.
 */
#include "../api/error.h"
#include "../api/wrapper.h"
#include "../descriptor/descriptor.h"
#include "../descriptor/gdt.h"
#include "../base/holders.h"
#include "../base/layout.h"
#include "../gate/wrapper.h"
#include "../../nmm/task/task_state.h"

static struct holder list[DEVICES];     /* a binding has one at most */

static u16 selector_of(u32 index)
{
    return (u16)((DEVICE_FIRST + index) * 8 | 1);
}

static void release(u32 i, const struct holder *old)
{
    (void)old;
    gdt_clear(selector_of(i));
    task_segment_gone(selector_of(i));
}

static const struct holders holders = { list, DEVICES, release };

static u32 GATE_METHOD vga_open(struct gate_frame *frame, struct gate *gate)
{
    int i = holders_find(&holders, gate->binding, 0);

    (void)frame;
    if (i < 0)
        i = holders_add(&holders, &(struct holder){
            .binding = gate->binding, .client = gate->client });
    if (i < 0)
        return (u32)i;
    gdt_set_segment(selector_of((u32)i), &(struct segment){
        .base = VGA_TEXT, .size = VGA_TEXT_SIZE,
        .type = SEGMENT_DATA_RW, .dpl = 1, .present = 1 });
    return selector_of((u32)i);
}

static void released(u32 binding)
{
    holders_released(&holders, binding);
}

static u32 digest(u32 crc)
{
    return holders_digest(&holders, crc);
}

static gate_method *const table[] = { vga_open };

const struct wrapper vga_wrapper = {
    .name = "vga", .methods = VGA_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .digest = digest,
};
