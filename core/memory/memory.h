/* SPDX-License-Identifier: MIT */
/*
 * How physical memory is divided at boot. Core addresses are physical and
 * linear at once: the core's segments have base 0, and paging maps the core
 * and the UPS to themselves.
 *
 *   0        CORE_BASE                                        end
 *   | BIOS,  | core  | boot    | frame | pool of | UPS  | CM, loader |
 *   | VGA    | image | archive | table | tables  |      | (manager)  |
 *                                                |<---->| ring 1's segment
 *
 * Where a range of RAM further up is larger than the one that holds the core,
 * frame table, pool, UPS and manager lie there, and what is between, RAM or
 * not, stays unused: the UPS is one segment, so it is in one range.
 *
 * No page table maps both the core's image and the UPS (nmm/page/identity.h): if
 * need be, the pool goes on up to the next table's reach.
 *
 * The manager adjoins the end of the UPS: unloading it raises the UPS's
 * limit and moves no base.
 */
#pragma once

#include "ram.h"

struct memory {
    paddr_t archive;            /* end of the core's image, in pages */
    paddr_t core_end;           /* end of image and archive; the rest may
                                   begin further up */
    paddr_t frames;             /* the NMM's frame table */
    paddr_t pool, pool_end;     /* frames for page directories and tables */
    paddr_t ups;                /* start of the UPS */
    paddr_t manager;            /* start of loader and CM = end of the UPS */
    paddr_t cm;                 /* the CM's image, behind the loader's */
    paddr_t end;                /* of RAM in use */
};

extern struct memory memory;

struct memory_needs {
    paddr_t image_end;          /* of the core's image, from CORE_BASE on */
    u32 archive, loader, cm;    /* bytes */
    u32 frame;                  /* bytes of the frame table, for each frame */
};

/*
 * Divide the ranges of RAM (ram.h): core and archive lie in the one that
 * holds the core's image, all else in the range, that one or above it, which
 * gives the UPS the most. Pure. NULL, or what is wrong (too little memory).
 */
const char *memory_divide(struct memory *m, const struct boot_range *ranges,
                          u32 count, const struct memory_needs *needs);
