/* SPDX-License-Identifier: MIT */
/* Ranges of open I/O ports. */
#include "ports.h"

#include "../api/error.h"
#include "../base/holders.h"
#include "io_bitmap.h"

#define RANGES 64
#define PIC 0x20                /* the first one's first port */
#define PIC_AGAIN 0x9c          /* bits that may differ from it */
#define PIC_END 0xc0

static struct holder list[RANGES];              /* of a range's first port */
static struct { u32 count, n; } ranges[RANGES]; /* ports; the bitmap */

static void release(u32 i, const struct holder *old)
{
    io_bitmap_close(ranges[i].n, old->what, ranges[i].count);
}

static const struct holders holders = { list, RANGES, release };

static int overlaps(u32 i, u32 first, u32 count)
{
    return list[i].binding && first < list[i].what + ranges[i].count &&
           list[i].what < first + count;
}

/* The interrupt controllers' commands (device/pic.c), also where a chipset shows
 * them again: who has them can have a tick come as any vector, while the core
 * runs. Their masks are not among these: the harness sets them. */
static int is_of_core(u32 port)
{
    return (port & ~(u32)PIC_AGAIN) == PIC;
}

static int check(u32 first, u32 count)
{
    if (!count || count > PORTS || first > PORTS - count)
        return E_RANGE;
    for (u32 port = first; port < first + count && port < PIC_END; port++)
        if (is_of_core(port))
            return E_BUSY;
    for (u32 i = 0; i < RANGES; i++)
        if (overlaps(i, first, count))
            return E_BUSY;
    return E_OK;
}

int ports_take(u32 binding, u32 first, u32 count)
{
    const int error = check(first, count);

    if (error < 0)
        return error;
    const int i = holders_add(&holders, &(struct holder){
        .binding = binding, .what = first });
    if (i >= 0)
        ranges[i].count = count;
    return i;
}

void ports_open(u32 i, u32 n)
{
    ranges[i].n = n;
    io_bitmap_open(n, list[i].what, ranges[i].count);
}

void ports_drop(u32 i)
{
    list[i] = (struct holder){ 0 };
}

int ports_close(u32 binding, u32 first, u32 count)
{
    const int i = holders_find(&holders, binding, first);

    if (i < 0 || ranges[i].count != count)
        return E_OWNER;
    holders_free(&holders, (u32)i);
    return E_OK;
}

void ports_released(u32 binding)
{
    holders_released(&holders, binding);
}

u32 ports_digest(u32 crc)
{
    return holders_digest(&holders, crc);
}

void ports_forget(u32 n)
{
    for (u32 i = 0; i < RANGES; i++)
        if (list[i].binding && ranges[i].n == n)
            ports_drop(i);
}
