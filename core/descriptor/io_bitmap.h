/* SPDX-License-Identifier: MIT */
/*
 * I/O permission bit maps (manual 8.3.2): which ports code outside ring 0
 * reaches. A TSS names one by its distance, which has 16 bits; the maps lie
 * behind all TSSs (tss_tasks.S).
 *
 *      IO_RING1    of the code that runs while no client can: ring 1
 *      IO_CLOSED   of every task that has no ports of its own
 *      the others  one task's each, empty unless a binding opened ports
 *
 * So a port that ring 1 opened is closed while a client is current, also to
 * ring 1, whose access then faults and is made by the core (trap/port_access.c).
 */
#pragma once

#include "../api/types.h"

#define PORTS 65536

#define IO_RING1    0
#define IO_CLOSED   1
#define IO_FIRST    2                   /* of the tasks' */
#define IO_BITMAPS  6
#define IO_DISTANCE 0xdfffu             /* at most (manual 8.3.2) */

struct io_bitmap {
    u8 ports[PORTS / 8];                /* 1: closed */
    u8 end;                             /* all ones (manual 8.3.2) */
} __attribute__((packed));
_Static_assert(sizeof(struct io_bitmap) == 8193, "tss_tasks.S");

void io_bitmap_init(void);
/* Ports first .. first + count - 1 of map n. */
void io_bitmap_open(u32 n, u32 first, u32 count);
void io_bitmap_close(u32 n, u32 first, u32 count);
/* All of them are open. */
int io_bitmap_is_open(u32 n, u32 first, u32 count);

/* A map that is no task's, or 0 if there is none; and back. */
u32 io_bitmap_create(void);
void io_bitmap_destroy(u32 n);

u32 io_bitmap_digest(u32 crc);
