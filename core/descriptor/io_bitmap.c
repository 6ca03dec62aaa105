/* SPDX-License-Identifier: MIT */
/* I/O permission bit maps: bits, and which map is whose. */
#include "io_bitmap.h"

#include "../lib/crc32.h"
#include "../lib/string.h"
#include "tss.h"
#include "../x86/window.h"

#define PORTS_WINDOW 1024u      /* with interrupts off at a time */

static u8 used[IO_BITMAPS];

static u8 *byte_of(u32 n, u32 port)
{
    return &core_tss.bitmaps[n].ports[port / 8];
}

void io_bitmap_init(void)
{
    memset(core_tss.bitmaps, 0xff, sizeof(core_tss.bitmaps));
    memset(used, 0, sizeof(used));
}

void io_bitmap_open(u32 n, u32 first, u32 count)
{
    for (u32 port = first; port < first + count; port++) {
        *byte_of(n, port) &= (u8)~(1u << port % 8);
        if ((port - first) % PORTS_WINDOW == PORTS_WINDOW - 1)
            window_open();
    }
}

void io_bitmap_close(u32 n, u32 first, u32 count)
{
    for (u32 port = first; port < first + count; port++) {
        *byte_of(n, port) |= (u8)(1u << port % 8);
        if ((port - first) % PORTS_WINDOW == PORTS_WINDOW - 1)
            window_open();
    }
}

int io_bitmap_is_open(u32 n, u32 first, u32 count)
{
    for (u32 port = first; port < first + count; port++)
        if (port >= PORTS || *byte_of(n, port) >> port % 8 & 1)
            return 0;
    return 1;
}

u32 io_bitmap_create(void)
{
    for (u32 n = IO_FIRST; n < IO_BITMAPS; n++)
        if (!used[n]) {
            used[n] = 1;
            return n;
        }
    return 0;
}

void io_bitmap_destroy(u32 n)
{
    memset(&core_tss.bitmaps[n], 0xff, sizeof(core_tss.bitmaps[n]));
    used[n] = 0;
}

/* By content: which map is whose is no matter. */
u32 io_bitmap_digest(u32 crc)
{
    u32 sum = 0;

    for (u32 n = IO_CLOSED; n < IO_BITMAPS; n++)
        sum += crc32(n == IO_CLOSED, &core_tss.bitmaps[n],
                     sizeof(core_tss.bitmaps[n]));
    crc = crc32(crc, &core_tss.bitmaps[IO_RING1],
                sizeof(core_tss.bitmaps[IO_RING1]));
    return crc32(crc, &sum, sizeof(sum));
}
