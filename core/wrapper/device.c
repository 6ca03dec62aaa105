/* SPDX-License-Identifier: MIT */
/*
 * Devices, each granted to one binding at a time: descriptors of DPL 1 for
 * its memory, open ports, handlers of its lines.
 *
 * Invariant: a segment or a port of a device is held by the binding that it is
 * granted to, and by no other. A line may have other owners, by `interrupt`.
 */
#include "device.h"

#include "../api/error.h"
#include "../base/holders.h"
#include "../base/layout.h"
#include "../descriptor/descriptor.h"
#include "../descriptor/gdt.h"
#include "../descriptor/io_bitmap.h"
#include "../descriptor/ports.h"
#include "../ups/user.h"
#include "../../nmm/page/identity.h"
#include "../../nmm/task/task_state.h"
#include "interrupt.h"

static struct holder list[DEVICES];     /* of segments: what is the memory's
                                           number */

static u16 selector_of(u32 index)
{
    return (u16)((DEVICE_FIRST + index) * 8 | 1);
}

static void clear(u32 i, const struct holder *old)
{
    (void)old;
    gdt_clear(selector_of(i));
    task_segment_gone(selector_of(i));
}

static const struct holders holders = { list, DEVICES, clear };

u32 device_describe(const struct device_grant *d, u32 to)
{
    struct device_resources *copy = user_pointer(to, sizeof(*copy));

    if (!copy)
        return (u32)E_ADDRESS;
    *copy = *d->has;
    return E_OK;
}

/* All of its memory, at its cache kind. */
static int check_memory(const struct device_resources *has)
{
    static const u32 bits[] = {
        [DEVICE_CACHED] = 0, [DEVICE_WRITE_THROUGH] = ENTRY_THROUGH,
        [DEVICE_UNCACHED] = ENTRY_UNCACHED,
    };
    int error = 0;

    for (u32 i = 0; !error && i < has->memories; i++)
        error = identity_cache(has->memory[i].base, has->memory[i].size,
                               bits[has->memory[i].cache]);
    return error;
}

static int open_ports(const struct device_resources *has, u32 binding)
{
    for (u32 i = 0; i < has->port_ranges; i++) {
        const int index = ports_take(binding, has->ports[i].first,
                                     has->ports[i].count);
        if (index < 0) {
            ports_released(binding);
            return index;
        }
        ports_open((u32)index, IO_RING1);
    }
    return 0;
}

u32 device_claim(struct device_grant *d, const struct gate *gate)
{
    if (d->binding == gate->binding)
        return E_OK;
    if (d->binding)
        return (u32)E_BUSY;
    int error = check_memory(d->has);
    if (!error)
        error = open_ports(d->has, gate->binding);
    if (!error)
        d->binding = gate->binding;
    return (u32)error;
}

u32 device_segment(const struct device_grant *d, u32 memory,
                   const struct gate *gate)
{
    if (d->binding != gate->binding)
        return (u32)E_OWNER;
    if (memory >= d->has->memories)
        return (u32)E_RANGE;
    int i = holders_find(&holders, gate->binding, memory);
    if (i < 0)
        i = holders_add(&holders, &(struct holder){
            .binding = gate->binding, .module = gate->module,
            .what = memory });
    if (i < 0)
        return (u32)i;
    gdt_set_segment(selector_of((u32)i), &(struct segment){
        .base = d->has->memory[memory].base,
        .size = d->has->memory[memory].size,
        .type = SEGMENT_DATA_RW, .dpl = 1, .present = 1 });
    return selector_of((u32)i);
}

u32 device_attach(const struct device_grant *d, const u32 *arg,
                  const struct gate *gate)
{
    if (d->binding != gate->binding)
        return (u32)E_OWNER;
    if (arg[0] >= d->has->lines)
        return (u32)E_RANGE;
    return (u32)interrupt_attach(gate, d->has->line[arg[0]], arg[1], arg[2]);
}

u32 device_release(struct device_grant *d, u32 binding)
{
    if (d->binding != binding)
        return (u32)E_OWNER;
    interrupt_released(binding);
    ports_released(binding);
    holders_released(&holders, binding);
    d->binding = 0;
    return E_OK;
}

u32 device_digest(u32 crc)
{
    return holders_digest(&holders, crc);
}
