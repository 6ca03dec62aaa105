/* SPDX-License-Identifier: MIT */
/* The default loader's method table: an image of the core (image.h). */
#pragma once

#include "../api/types.h"

#define REASON_SIZE 512

struct loaded {
    u32 region;                 /* handle; the owner is the new module */
    saddr_t base;               /* where it lies in the UPS */
    u32 size;
    u32 text_size;              /* executable sections: so much from base */
    u32 fixed_size;             /* and the read-only ones behind them: so much
                                   from base */
    saddr_t manifest;           /* its section ".deimos" */
    u32 manifest_size;          /* bytes */
};

struct loader {
    /*
     * Place and relocate the ELF32 relocatable object `file` in a region of
     * the UPS that belongs to `owner`. 0, or E_FORMAT, E_SYMBOL,
     * E_RELOCATION, E_NOMEM, E_FULL with a reason and nothing allocated.
     */
    int (*load)(const void *file, u32 size, u32 owner, struct loaded *loaded,
                char *reason);
};
