/* SPDX-License-Identifier: MIT */
/*
 * A device, type "device": its memory, its ports and its interrupt lines, by
 * one description and under one right. The wrapper is named as the device;
 * `vga` is the first.
 *
 *     DEIMOS_RECEPTACLE(vga, device, "device", .from = "vga");
 *
 *     vga->claim();
 *     selector = vga->segment(0);
 *
 * A device is granted to one binding at a time. The grant ends with release(),
 * with the binding, and so with the death of its module; then the ports are
 * closed, the segments are gone (a thread that still has one in a segment
 * register faults at its next use) and the lines are detached. What it does
 * not have is no error until it is asked for: a count is 0.
 */
#pragma once

#include "types.h"

#define DEVICE_MEMORIES 6               /* stretches of memory, at most */
#define DEVICE_PORTS    6               /* stretches of ports */
#define DEVICE_LINES    4

/* How the processor may cache it, from the first grant on. It holds while
 * paging is on; while it is off, and where they are stricter, the MTRRs do. */
enum device_cache {
    DEVICE_CACHED,                      /* as other memory */
    DEVICE_WRITE_THROUGH,
    DEVICE_UNCACHED,
};

struct device_memory {
    paddr_t base;
    u32 size;                           /* bytes */
    u32 cache;                          /* enum device_cache */
};

struct device_ports {
    u32 first, count;
};

struct device_resources {
    u32 memories, port_ranges, lines;   /* how many of each */
    struct device_memory memory[DEVICE_MEMORIES];
    struct device_ports ports[DEVICE_PORTS];
    u32 line[DEVICE_LINES];             /* 0 to 15 */
};

struct device {
    /* describe: what the device has, granted or not. E_ADDRESS. */
    int (*describe)(struct device_resources *to);
    /* claim: the device, and its ports open to ring 1 (struct port). Again: no
     * effect. E_BUSY: it is another binding's, or a port is; E_FULL; E_RANGE:
     * its memory is where the core reaches none. */
    int (*claim)(void);
    /* segment: the selector of a segment of ring 1, for reading and writing,
     * of that stretch of memory; the same one each time. E_OWNER: it is not
     * granted to this binding; E_RANGE: there is none of that number; E_FULL. */
    int (*segment)(u32 memory);
    /* attach: a handler for the line of that number, as struct interrupt says.
     * Its errors (so E_TYPE, of an application); E_OWNER. E_RANGE. */
    int (*attach)(u32 line, void (*handler)(void), volatile u32 *busy);
    /* release: E_OWNER. */
    int (*release)(void);
};

#define DEVICE_METHODS "describe claim segment attach release"
