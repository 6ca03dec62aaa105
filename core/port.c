/* SPDX-License-Identifier: MIT */
/* Port I/O wrapper: ring 1 reaches a port through the TSS's I/O bitmap. */
#include "api/error.h"
#include "api/wrapper.h"
#include "crc32.h"
#include "hard.h"
#include "tss.h"
#include "wrapper.h"

#define RANGES 64

/* Open ranges; a port has one owner. */
static struct range {
    u32 binding;                    /* 0: free */
    u32 first, count;
} ranges[RANGES];

static void set(const struct range *r, void (*change)(u32 port))
{
    for (u32 i = 0; i < r->count; i++)
        change(r->first + i);
}

static int overlaps(const struct range *r, u32 first, u32 count)
{
    return r->binding && first < r->first + r->count &&
           r->first < first + count;
}

static int is_valid(u32 first, u32 count)
{
    return count && count <= PORTS && first <= PORTS - count;
}

static u32 GATE_METHOD port_open(struct gate_frame *frame, struct gate *gate)
{
    const u32 first = frame->arg[0], count = frame->arg[1];
    struct range *free = NULL;

    if (!is_valid(first, count))
        return (u32)E_RANGE;
    for (u32 i = 0; i < RANGES; i++) {
        if (overlaps(&ranges[i], first, count))
            return (u32)E_BUSY;
        if (!ranges[i].binding && !free)
            free = &ranges[i];
    }
    if (!free || hard_fails())
        return (u32)E_FULL;
    *free = (struct range){ gate->binding, first, count };
    set(free, tss_open_port);
    return E_OK;
}

static void close_range(struct range *r)
{
    set(r, tss_close_port);
    *r = (struct range){ 0 };
}

static u32 GATE_METHOD port_close(struct gate_frame *frame, struct gate *gate)
{
    for (u32 i = 0; i < RANGES; i++) {
        struct range *r = &ranges[i];
        if (r->binding == gate->binding && r->first == frame->arg[0] &&
            r->count == frame->arg[1]) {
            close_range(r);
            return E_OK;
        }
    }
    return (u32)E_OWNER;
}

static void released(u32 binding)
{
    for (u32 i = 0; i < RANGES; i++)
        if (ranges[i].binding == binding)
            close_range(&ranges[i]);
}

static u32 digest(u32 crc)
{
    return crc32(crc, core_tss.ports, sizeof(core_tss.ports));
}

static gate_method *const table[] = { port_open, port_close };

const struct wrapper port_wrapper = {
    .name = "port", .methods = PORT_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .digest = digest,
};
