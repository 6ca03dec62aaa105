/* SPDX-License-Identifier: MIT */
/*
 * Wrapper modules of the core: what the CM needs to know of each to put it
 * into the system graph and to bind to it.
 */
#pragma once

#include "gate.h"

/* The bytes of a module's object file. */
struct image_bytes {
    const void *data;               /* linear */
    u32 size;
    u32 region;                     /* that it lies in and that goes with it,
                                       of the UPS; or 0 */
    saddr_t at;                     /* in the UPS, if it has a region */
};

struct wrapper {
    const char *name;               /* of module and interface */
    const char *methods;            /* their names, as in the struct */
    gate_method *const *table;
    u32 count;
    u32 system_only;                /* 1: applications cannot bind to it */
    /* The binding has ended: what it opened closes. May be NULL. */
    void (*released)(u32 binding);
    /* Ways into `module` (its vectors), that forbid to unload it. Or NULL. */
    u32 (*entered)(u32 module);
    /* CRC over what is open now, for the digest. May be NULL. */
    u32 (*digest)(u32 crc);
    const char *type;               /* of the interface; NULL: its name */
    /* Of type "images" (api/images.h): where that module's bytes lie in the
     * core's memory; E_NOTFOUND. */
    int (*image)(const char *module, struct image_bytes *bytes);
};

extern const struct wrapper port_wrapper, vector_wrapper, console_wrapper;
extern const struct wrapper interrupt_wrapper, cpu_wrapper, vga_wrapper;
extern const struct wrapper gate_wrapper, sysenter_wrapper;
extern const struct wrapper nmm_wrapper, archive_wrapper;
extern const struct wrapper hard_wrapper;       /* HARD builds only */
