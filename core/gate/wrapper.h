/* SPDX-License-Identifier: MIT */
/*
 * Wrapper modules of the core: what the CM needs to know of each to put it
 * into the system graph and to bind to it.
 */
#pragma once

#include "gate.h"

struct wrapper {
    const char *name;               /* of module, interface and type alike */
    const char *methods;            /* their names, ORDER as in `table` */
    gate_method *const *table;
    u32 count;
    u32 system_only;                /* 1: applications cannot bind to it */
    /* The binding has ended: what it opened closes. May be NULL. */
    void (*released)(u32 binding);
    /* Ways into `client` (its vectors), that forbid to unload it. Or NULL. */
    u32 (*entered)(u32 client);
    /* CRC over what is open now, for the digest. May be NULL. */
    u32 (*digest)(u32 crc);
};

extern const struct wrapper port_wrapper, vector_wrapper, console_wrapper;
extern const struct wrapper interrupt_wrapper, cpu_wrapper, vga_wrapper;
extern const struct wrapper gate_wrapper, sysenter_wrapper;
extern const struct wrapper nmm_wrapper;
extern const struct wrapper hard_wrapper;       /* HARD builds only */
