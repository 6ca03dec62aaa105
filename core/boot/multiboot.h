/* SPDX-License-Identifier: MIT */
/* What the boot loader hands over (multiboot 0.6.96, 3.3), copied out of
 * its way before any memory is given away. */
#pragma once

#include "../memory/ram.h"

#define BOOT_LINE_SIZE 512
#define BOOT_RANGES 256

struct boot {
    char line[BOOT_LINE_SIZE];      /* command line */
    char loader[32];                /* its name */
    u32 ranges;                     /* RAM, as ram_read() gives it */
    struct boot_range range[BOOT_RANGES];
    paddr_t archive;                /* first module; 0: none */
    u32 archive_size;
};

extern struct boot boot_info;

/* NULL, or what is wrong with it. */
const char *multiboot_read(u32 magic, const void *info);
