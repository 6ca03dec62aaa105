/* SPDX-License-Identifier: MIT */
/*
 * Images of the core that can be given back: the CM and the default loader.
 * Each is linked at address 0, placed at the end of memory at boot, and
 * reached through the method table that its entry returns; nothing in the
 * core links against it.
 */
#pragma once

#include "../api/types.h"

#define IMAGE_MAGIC 0x474d4944          /* "DIMG" */

struct core_exports;

struct image_header {
    u32 magic;          /*  0 */
    u32 file_size;      /*  4 bytes in the archive */
    u32 memory_size;    /*  8 bytes in memory: with bss */
    u32 entry;          /* 12 offset: const void *entry(struct core_exports *) */
    u32 relocations;    /* 16 offset of Elf32_Rel entries, R_386_RELATIVE */
    u32 relocations_end;/* 20 */
};

/*
 * Check the image in the archive; *size becomes the memory that it needs,
 * in whole pages. NULL if it is sound, else what is wrong with it.
 */
const char *image_check(const void *file, u32 file_size, u32 *size);

/* Place a checked image at `to` and call its entry: its method table. */
const void *image_activate(const void *file, paddr_t to,
                           const struct core_exports *exports);
