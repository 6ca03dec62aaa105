/* SPDX-License-Identifier: MIT */
/* Port I/O wrapper: which ports ring 1 reaches, and which the ring 3 of a
 * task (processor/io_bitmap.h). */
#include "../api/error.h"
#include "../api/wrapper.h"
#include "../hard.h"
#include "../processor/io_bitmap.h"
#include "../../nmm/task/task.h"
#include "port.h"
#include "wrapper.h"

#define RANGES 64

/* Open ranges; a port has one owner. */
static struct range {
    u32 binding;                    /* 0: free */
    u32 first, count;
    u32 task;                       /* whose they are; 0: ring 1's */
} ranges[RANGES];

static int overlaps(const struct range *r, u32 first, u32 count)
{
    return r->binding && first < r->first + r->count &&
           r->first < first + count;
}

static int is_valid(u32 first, u32 count)
{
    return count && count <= PORTS && first <= PORTS - count;
}

/* A free range, or the error. */
static int check(u32 first, u32 count, struct range **free)
{
    *free = NULL;
    if (!is_valid(first, count))
        return E_RANGE;
    for (u32 i = 0; i < RANGES; i++) {
        if (overlaps(&ranges[i], first, count))
            return E_BUSY;
        if (!ranges[i].binding && !*free)
            *free = &ranges[i];
    }
    return *free && !hard_fails() ? E_OK : E_FULL;
}

static u32 GATE_METHOD port_open(struct gate_frame *frame, struct gate *gate)
{
    const u32 first = frame->arg[0], count = frame->arg[1];
    struct range *free;
    const int error = check(first, count, &free);

    if (error < 0)
        return (u32)error;
    *free = (struct range){ gate->binding, first, count, 0 };
    io_bitmap_open(IO_RING1, first, count);
    return E_OK;
}

static u32 GATE_METHOD port_open_task(struct gate_frame *frame,
                                      struct gate *gate)
{
    const u32 task = frame->arg[0], first = frame->arg[1];
    const u32 count = frame->arg[2];
    struct range *free;
    int error = check(first, count, &free);

    if (error == E_OK)
        error = task_open_ports(gate->client, task, first, count);
    if (error == E_OK)
        *free = (struct range){ gate->binding, first, count, task };
    return (u32)error;
}

static void close_range(struct range *r)
{
    if (r->task)
        task_close_ports(r->task, r->first, r->count);
    else
        io_bitmap_close(IO_RING1, r->first, r->count);
    *r = (struct range){ 0 };
}

void port_forget(u32 task)
{
    for (u32 i = 0; i < RANGES; i++)
        if (ranges[i].binding && ranges[i].task == task)
            ranges[i] = (struct range){ 0 };
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
    return io_bitmap_digest(crc);
}

static gate_method *const table[] = { port_open, port_close, port_open_task };

const struct wrapper port_wrapper = {
    .name = "port", .methods = PORT_METHODS,
    .table = table, .count = ARRAY_SIZE(table),
    .released = released, .digest = digest,
};
