/* SPDX-License-Identifier: MIT */
/*
 * How physical memory is divided at boot. Core addresses are physical and
 * linear at once: the core's segments have base 0, and paging maps the core
 * and the UPS to themselves.
 *
 *   0        1 MiB                                            end
 *   | BIOS,  | core  | boot    | frame | pool of | UPS  | CM, loader |
 *   | VGA    | image | archive | table | tables  |      | (manager)  |
 *                                                |<---->| ring 1's segment
 *
 * The manager adjoins the end of the UPS: unloading it raises the UPS's
 * limit and moves no base.
 */
#pragma once

#include "../api/types.h"

struct memory {
    paddr_t archive;            /* end of the core's image, in pages */
    paddr_t core_end;           /* end of image and archive */
    paddr_t frames;             /* the NMM's frame table */
    paddr_t pool, pool_end;     /* frames for page directories and tables */
    paddr_t ups;                /* start of the UPS */
    paddr_t manager;            /* start of loader and CM = end of the UPS */
    paddr_t cm;                 /* the CM's image, behind the loader's */
    paddr_t end;                /* of RAM in use */
};

extern struct memory memory;

/*
 * Divide the range [start, end) of RAM that holds the core's image, which
 * ends at image_end. Pure. NULL, or what is wrong (too little memory).
 */
const char *memory_divide(struct memory *m, paddr_t start, paddr_t end,
                          paddr_t image_end, u32 archive_size,
                          u32 loader_size, u32 cm_size);
